"""Why a webhook had no answer, in words."""

import httpx
import pytest
from django.utils import translation

from notify.webhooks import post
from notify.webhooks.failure import Failure, answer_label


def test_every_failure_has_words_in_both_languages() -> None:
    told = {}
    for language in ("id", "en"):
        with translation.override(language):
            told[language] = [answer_label(None, f"{code.value} 5") for code in Failure]
    assert not set(told["id"]) & set(told["en"])
    assert told["en"][0] == "no answer within 5 s"


@pytest.mark.parametrize(
    ("status", "words", "shown"),
    [
        (200, "ok", "200 ok"),
        (503, "", "503"),
        (200, "timeout 5", "200 timeout 5"),
        (None, "", ""),
        (None, "x y", "x y"),
    ],
)
def test_what_a_receiver_says_is_shown_as_it_is(status: int | None, words: str, shown: str) -> None:
    assert answer_label(status, words) == shown


async def test_a_closed_listener_and_a_bad_certificate_are_told_apart() -> None:
    def failing(text: str) -> httpx.AsyncClient:
        def answer(_request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError(text)

        return httpx.AsyncClient(transport=httpx.MockTransport(answer))

    for text, code in (("All connection attempts failed", "connection"), ("[SSL: CERTIFICATE_VERIFY_FAILED]", "tls")):
        async with failing(text) as client:
            outcome = await post.post(client, "https://8.8.8.8/", "secret", "key", b"{}")
        assert outcome.words == f"{code} ConnectError"
