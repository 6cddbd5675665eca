"""Citizens' complaints: submitted as the portal does, then taken as far as the table says, then moved into the past."""

import io
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from complaints.actions.answer import answer
from complaints.actions.assign import assign
from complaints.actions.close import close
from complaints.actions.follow_up import follow_up
from complaints.actions.forward import forward
from complaints.actions.merge import merge
from complaints.actions.postpone import postpone
from complaints.actions.reject import reject
from complaints.actions.reopen import reopen_by_reporter
from complaints.actions.return_ import return_
from complaints.actions.start import start
from complaints.actions.submit import Receipt, submit
from complaints.actions.verify import verify
from complaints.intake.photos import CleanPhoto, clean_photo
from complaints.intake.submission import Submission, parse_submission
from complaints.models import Channel, Complaint
from demo.accounts import officers
from demo.loading.backdate import move_into_past
from demo.loading.people_seed import person
from demo.pictures import complaint_photo
from demo.tables import ComplaintRow, complaints
from kit.storage import files_of_transaction
from people.models import User

_NAMESPACE = uuid.UUID("6f1d9c1e-0b6a-4c58-9a55-2f6f3a1f7a01")
_INSTRUCTION = "Mohon diperiksa di lapangan dan ditindaklanjuti sesuai kewenangan."


class _Case:
    """One complaint on its way; each method is a step, taken by the person whose step it is."""

    def __init__(self, row: ComplaintRow, receipt: Receipt, evidence: CleanPhoto | None) -> None:
        self.row = row
        self.evidence = evidence
        self.receipt = receipt
        self.code = receipt.complaint.tracking_code

    @property
    def officer(self) -> User:
        """An officer of the agency that has the complaint."""
        agency = Complaint.objects.select_related("agency").get(tracking_code=self.code).agency
        if agency is None:
            raise ValueError(f"{self.row.key} has no agency yet")
        return person(officers()[agency.code].username)

    def verify(self) -> None:
        verify(self.code, person("operator"), note="Lokasi dan uraian sesuai.")

    def forward(self) -> None:
        forward(self.code, person("operator"), instruction=_INSTRUCTION)

    def start(self) -> None:
        start(self.code, self.officer, note="Petugas sudah ditunjuk dan menuju lokasi.")

    def assign(self) -> None:
        assign(self.code, self.officer, assignee=person("lapangan"))

    def follow_up(self) -> None:
        photos = [self.evidence] if self.evidence is not None else []
        follow_up(self.code, self.officer, text=self.row.account or "Pekerjaan selesai.", photos=photos)

    def close(self) -> None:
        close(self.code, person("pengawas"), note="Bukti sudah diperiksa. Terima kasih atas pengaduannya.")

    def reopen(self) -> None:
        reopen_by_reporter(self.code, self.receipt.secret, reason="Setelah hujan rusak lagi, tolong dilihat kembali.")

    def reject(self) -> None:
        reject(
            self.code, person("operator"), reason="Tarif parkir di lokasi ini resmi; karcis terlampir pada papan tarif."
        )

    def answer(self) -> None:
        answer(self.code, person("operator"), text=_ANSWERS[self.row.category])

    def return_(self) -> None:
        return_(self.code, self.officer, reason="Jembatan ini milik jalan nasional, bukan kewenangan kami.")

    def postpone(self) -> None:
        until = timezone.localdate() + timedelta(days=30)
        postpone(self.code, self.officer, reason="Menunggu anggaran perubahan.", until=until)

    def merge(self) -> None:
        other = Complaint.objects.get(form_token=token_of("r01"))
        merge(self.code, person("operator"), into=other.tracking_code)


_ANSWERS = {
    "kependudukan": "Bawa surat kehilangan dari kepolisian dan fotokopi KK. Selesai hari itu bila blangko ada.",
    "perizinan": "Untuk usaha mikro berisiko rendah cukup NIB melalui OSS. Petugas kami siap membantu di loket.",
    "pasar": "Harga dipantau setiap hari; pasar murah diadakan pekan ini di halaman kantor kecamatan.",
}

_Step = Callable[[_Case], None]
_TO_AGENCY: tuple[_Step, ...] = (_Case.verify, _Case.forward)
_STEPS: dict[str, tuple[_Step, ...]] = {
    "received": (),
    "verified": (_Case.verify,),
    "rejected": (_Case.reject,),
    "answered": (_Case.answer,),
    "merged": (_Case.merge,),
    "forwarded": _TO_AGENCY,
    "returned": (*_TO_AGENCY, _Case.return_),
    "in_progress": (*_TO_AGENCY, _Case.start),
    "postponed": (*_TO_AGENCY, _Case.postpone),
    "followed_up": (*_TO_AGENCY, _Case.start, _Case.follow_up),
    "closed": (*_TO_AGENCY, _Case.start, _Case.follow_up, _Case.close),
    "reopened": (*_TO_AGENCY, _Case.start, _Case.follow_up, _Case.close, _Case.reopen),
}


_FIELD_STAGES = {"forwarded", "in_progress"}
"""What the field staff find on their page, where their agency has the complaint."""


def missing_complaints() -> list[ComplaintRow]:
    """The complaints that were not submitted yet."""
    tokens = set(Complaint.objects.exclude(form_token=None).values_list("form_token", flat=True))
    return [row for row in complaints() if token_of(row.key) not in tokens]


def load_complaint(row: ComplaintRow) -> None:
    """Submit one complaint and take it to its stage, in one transaction; photos are decoded before it begins."""
    photos = [_photo(row.title, "Foto contoh")] if row.photo else []
    steps = _STEPS[row.stage]
    evidence = _photo("Bukti tindak lanjut", row.title) if _Case.follow_up in steps else None
    with files_of_transaction():
        case = _Case(row, submit(_submission(row), Channel.PORTAL, photos=photos), evidence)
        for step in steps:
            step(case)
        if row.stage in _FIELD_STAGES and case.officer.agency == person("lapangan").agency:
            case.assign()
        move_into_past(case.code, timedelta(hours=row.age_h))


def _submission(row: ComplaintRow) -> Submission:
    return parse_submission(
        {
            "category": row.category,
            "title": row.title,
            "description": row.description,
            "lon": row.lon,
            "lat": row.lat,
            "name": "Warga (demo)",
            "anonymous": row.anonymous,
            "form_token": str(token_of(row.key)),
        }
    )


def token_of(key: str) -> uuid.UUID:
    """The form token of the complaint that a row of the table is."""
    return uuid.uuid5(_NAMESPACE, key)


def _photo(title: str, caption: str) -> CleanPhoto:
    return clean_photo(io.BytesIO(complaint_photo(title, caption)))
