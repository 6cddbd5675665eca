"""A private MQTT broker for phones with OwnTracks: Mosquitto, with its configuration and what it keeps below .local."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ops.account import give_to_service, service_account
from ops.errors import OpsError
from ops.layout import ROOT, Space

GATEWAY = "pantau-gateway"
"""The name of the gateway at the broker, as in ops/mosquitto/acl."""
_SBIN = "/usr/sbin:/usr/local/sbin"

_CONFIG = """\
listener {port} {host}
allow_anonymous false
use_username_as_clientid true
password_file {folder}/passwords
acl_file {folder}/acl
user {account}
persistence true
persistence_location {folder}/
autosave_interval 30
max_inflight_messages 1000
max_queued_messages 500000
max_queued_bytes 500000000
max_packet_size 327680
log_dest stderr
connection_messages false
"""


def program(name: str = "mosquitto") -> str | None:
    """The path of a program of Mosquitto on this machine, or None."""
    return shutil.which(name, path=_path())


def _path() -> str:
    return f"{os.environ.get('PATH', '')}:{_SBIN}"


@dataclass(frozen=True)
class MqttBroker:
    """One broker of a space. Phones write below their own account's name; only the gateway reads."""

    space: Space
    host: str
    port: int

    @property
    def folder(self) -> Path:
        """Outside the checkout where the service account cannot enter it, as with the sockets."""
        return self.space.sockets / "mqtt"

    @property
    def enrolled(self) -> Path:
        """The accounts of phones, which the gateway writes (PANTAU_MQTT_ACCOUNTS_FILE)."""
        return self.folder / "enrolled"

    @property
    def url(self) -> str:
        """The address for PANTAU_MQTT_URL, with the gateway's password."""
        return f"mqtt://{GATEWAY}:{self._password()}@127.0.0.1:{self.port}"

    def prepare(self) -> list[str]:
        """Write the configuration; the command that starts the broker. Raises OpsError when there is none."""
        passwords = program("mosquitto_passwd")
        if program() is None or passwords is None:
            raise OpsError("Mosquitto is not installed; start ./run, which installs it.")
        give_to_service(self.space.sockets)
        give_to_service(self.folder)
        account = service_account()
        settings = {"port": self.port, "host": self.host, "folder": self.folder, "account": account.pw_name}
        (self.folder / "mosquitto.conf").write_text(_CONFIG.format(**settings))
        shutil.copyfile(ROOT / "ops" / "mosquitto" / "acl", self.folder / "acl")
        file = self.folder / "accounts"
        file.touch(mode=0o600)
        file.write_text(f"{GATEWAY}:{self._password()}\n")
        # Not as an argument: those of a process can be read by everybody.
        subprocess.run([passwords, "-U", str(file)], check=True, capture_output=True)
        for one in self.folder.iterdir():
            one.chmod(0o600)
            if os.geteuid() == 0:
                os.chown(one, account.pw_uid, account.pw_gid)
        script = ROOT / "ops" / "mosquitto" / "broker.sh"
        config = self.folder / "mosquitto.conf"
        return [
            "env",
            f"PATH={_path()}",
            str(script),
            str(self.folder),
            str(self.enrolled),
            str(config),
            account.pw_name,
        ]

    def answers(self) -> bool:
        """Whether somebody listens at the port."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host
        try:
            with socket.create_connection((host, self.port), timeout=2):
                return True
        except OSError:
            return False

    def _password(self) -> str:
        """The gateway's password, made once and readable by its owner alone."""
        file = self.space.folder / "mqtt_password"
        if not file.exists():
            self.space.make()
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(24))
        return file.read_text().strip()
