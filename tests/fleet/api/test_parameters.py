"""What is wrong with an address is told in the reader's language, on pages and in the API."""

import pytest
from django.test import Client

from tests.world import World


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/fleet/?page=abc", "page: harus berupa bilangan bulat"),
        ("/fleet/?page=0", "page: paling sedikit 1"),
        ("/fleet/?state=flying", "state: harus salah satu dari"),
        ("/fleet/?colour=red", "colour: tidak dikenal di sini"),
        (f"/fleet/?q={'x' * 90}", "q: paling banyak 80 karakter"),
        ("/fleet/?q=a&q=b", "q: diisi lebih dari sekali"),
        ("/fleet/events/?day=kemarin", "day: harus berupa tanggal"),
        ("/fleet/events/?day=2026-13-40", "day: harus berupa tanggal"),
        ("/fleet/events/?severity=9", "severity: paling banyak 2"),
        ("/fleet/roster/?week=x", "week: harus berupa tanggal"),
        ("/fleet/replay/?vehicles=abc", "vehicles: id adalah bilangan bulat di atas 0"),
        ("/fleet/replay/?vehicles=1&from=x", "from: harus berupa tanggal dan waktu"),
        ("/fleet/reports/view/?kind=nix", "kind: harus salah satu dari"),
        ("/fleet/reports/view/?kind=summary", "first: harus diisi"),
        ("/fleet/reports/view/?kind=summary&first=2026-01-01&last=2026-01-02&format=gpx", "tidak tersedia sebagai GPX"),
        ("/api/v1/tracks?vehicles=1", "from: harus diisi"),
        ("/fleet/?state=flying", " atau "),
        ("/api/v1/fleet/vehicles?kind=tank", " atau "),
        ("/api/v1/fleet/vehicles?cursor=made-up", "cursor: bukan dari daftar ini"),
    ],
)
def test_it_says_in_indonesian_what_is_wrong_with_an_address(
    client: Client, world: World, address: str, words: str
) -> None:
    client.force_login(world.slamet)
    client.cookies["django_language"] = "id"
    answer = client.get(address)
    assert answer.status_code in {400, 422}
    assert words in answer.content.decode()


def test_it_says_it_in_english_to_who_reads_english(client: Client, world: World) -> None:
    client.force_login(world.slamet)
    client.cookies["django_language"] = "en"
    assert "page: must be a whole number" in client.get("/fleet/?page=abc").content.decode()
