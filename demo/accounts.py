"""The demo's accounts, one for every role and two more officers. Their passwords are known to all; production
refuses them.
"""

from dataclasses import asdict, dataclass

from demo.tables import agencies
from people.access import Role

PASSWORD = "demo-karo-2026"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody to log in as. `agency` is an agency's code, empty for the centre's people."""

    username: str
    first_name: str
    role: Role
    agency: str
    start: str
    password: str = PASSWORD
    last_name: str = "(demo)"
    language: str = "id"

    def public(self) -> dict[str, str]:
        """What `demo_accounts --json` prints."""
        return {**asdict(self), "role": str(self.role.value)}


ACCOUNTS: tuple[Account, ...] = (
    Account("operator", "Operator", Role.OPERATOR, "", "/wall/"),
    Account("pengawas", "Pengawas Piket", Role.SUPERVISOR, "", "/desk/"),
    Account("petugas-pupr", "Petugas PUPR", Role.AGENCY_OFFICER, "dinas-pupr", "/desk/"),
    Account("petugas-bpbd", "Petugas BPBD", Role.AGENCY_OFFICER, "bpbd", "/desk/"),
    Account("petugas-dlh", "Petugas DLH", Role.AGENCY_OFFICER, "dinas-lingkungan-hidup", "/desk/"),
    Account("lapangan", "Petugas Lapangan", Role.FIELD_STAFF, "dinas-pupr", "/field/"),
    Account("perencana", "Perencana", Role.PLANNER, "", "/planner/"),
    Account("bupati", "Staf Bupati", Role.EXECUTIVE, "", "/wall/"),
    Account("admin", "Administrator", Role.ADMINISTRATOR, "", "/desk/"),
)


def officers() -> dict[str, Account]:
    """An officer for every agency, by its code; those that are not in ACCOUNTS are left out of the printed list."""
    named = {account.agency: account for account in ACCOUNTS if account.role == Role.AGENCY_OFFICER}
    others = {
        row.code: Account(f"petugas-{row.code}", f"Petugas {row.short_name}", Role.AGENCY_OFFICER, row.code, "/desk/")
        for row in agencies()
        if row.code not in named
    }
    return {**named, **others}


def everyone() -> tuple[Account, ...]:
    """All accounts that `load_demo` makes."""
    return (*ACCOUNTS, *(account for account in officers().values() if account not in ACCOUNTS))
