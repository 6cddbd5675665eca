"""Which addresses belong to the public internet."""

import ipaddress

import pytest

from kit.net.addresses import is_public, origin_of


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.8.8.8", "169.254.169.254", "172.31.0.1", "192.0.0.8", "192.0.2.1"),
        *("192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.254", "198.51.100.7", "203.0.113.9", "224.0.0.1"),
        *("239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::7f00:1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
        *("64:ff9b:1::1", "100::1", "2001::1", "2001:0:5ef5:79fd::1", "2001:20::1", "2001:db8::1", "3fff::1"),
        *("2002:7f00:1::1", "2002:808:808::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "feff::1"),
        *("ff02::1", "ff0e::1"),
    ],
)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "103.28.12.1", "2606:4700::1111", "2404:8000::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://Camera.Local/x.jpg", "http://camera.local:80"),
        ("https://camera.local:443/a?b", "https://camera.local:443"),
        ("http://[FE80::1]:8080/", "http://[fe80::1]:8080"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin
