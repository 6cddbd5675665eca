"""A certificate authority for tests, made with ``openssl``."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]


@dataclass(frozen=True)
class Authority:
    """Files in PEM below a folder."""

    folder: Path
    name: str

    @property
    def certificate(self) -> Path:
        """What others trust."""
        return self.folder / f"{self.name}.crt"

    def issue(self, name: str) -> tuple[Path, Path]:
        """A certificate for 127.0.0.1 and its key."""
        request, certificate, key = (self.folder / f"{name}.{kind}" for kind in ("csr", "crt", "key"))
        _openssl("req", *_KEY, "-keyout", str(key), "-out", str(request), "-subj", f"/CN={name}")
        names = self.folder / f"{name}.ext"
        names.write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
        authority = ["-CA", str(self.certificate), "-CAkey", str(self.folder / f"{self.name}.key"), "-CAcreateserial"]
        files = ["-in", str(request), "-out", str(certificate), "-extfile", str(names)]
        _openssl("x509", "-req", *files, *authority, "-days", "2")
        return certificate, key


def authority(folder: Path, name: str = "authority") -> Authority:
    """A new one."""
    made = Authority(folder, name)
    files = ["-keyout", str(folder / f"{name}.key"), "-out", str(made.certificate)]
    _openssl("req", "-x509", *_KEY, *files, "-subj", f"/CN={name}")
    return made


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=60)
