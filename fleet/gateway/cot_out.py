"""What the listeners are told at which TAK clients hear of the fleet."""

import ssl
from dataclasses import dataclass


@dataclass(frozen=True)
class CotOut:
    """Where TAK clients are told of the fleet; a port of -1 is closed, 0 is any free one.

    A TLS handshake may take ``handshake_s``; at most ``handshakes`` are in progress.
    ``certificate``, ``key`` and ``client_ca`` are files in PEM. Whoever holds a certificate of ``client_ca`` may hear.
    """

    tls_port: int = -1
    certificate: str = ""
    key: str = ""
    client_ca: str = ""
    plain_port: int = -1
    interval_s: float = 5.0
    handshake_s: float = 15.0
    handshakes: int = 128

    def context(self) -> ssl.SSLContext:
        """Demands a certificate of every client. Raises OSError for files that cannot be used."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.certificate, self.key)
        context.load_verify_locations(self.client_ca)
        context.verify_mode = ssl.CERT_REQUIRED
        return context
