from __future__ import annotations

import pytest

from bot.jobs.webhook_address import LONGEST, BadAddress, checked

LOOPBACK = ["http://127.0.0.1:9000/hook", "http://localhost/hook", "https://127.9.9.9/", "http://[::1]:80/", "http://a.localhost/"]


@pytest.mark.parametrize("url", ["https://h.example.cn/hook", "https://h.example.cn:8443/?a=b", "https://10.1.2.3/hook", "https://[fd00::1]/hook"])
def test_https_is_allowed_everywhere_also_on_the_county_s_own_network(url):
    assert checked(url, is_production=True) == checked(url, is_production=False) == url


@pytest.mark.parametrize("url", LOOPBACK)
def test_this_machine_is_allowed_outside_production_only(url):
    assert checked(url, is_production=False) == url
    with pytest.raises(BadAddress, match="this machine"):
        checked(url, is_production=True)


@pytest.mark.parametrize("url", [
    "http://h.example.cn/hook", "http://10.1.2.3/", "ftp://127.0.0.1/", "ftp://h.example.cn/", "h.example.cn/hook", "https:///hook", "https://", "",
    "https://169.254.169.254/latest", "https://[fe80::1]/", "https://0.0.0.0/", "https://224.0.0.1/", "https://user@h.example.cn/", "https://u:p@h.example.cn/",
    "https://h.example.cn/#part", "https://h.example.cn:99999/", "https://h.example.cn:0/", "https://惠农.cn/", "https://h.example.cn/a b", "https://h.example.cn/\n",
    "https://[::1", "javascript:alert(1)"])
def test_other_addresses_are_refused_and_it_is_said_how_to_mend(url):
    with pytest.raises(BadAddress) as refused:
        checked(url, is_production=False)
    assert len(str(refused.value)) > 20


@pytest.mark.parametrize(("length", "is_allowed"), [(LONGEST - 1, True), (LONGEST, True), (LONGEST + 1, False)])
def test_an_address_is_no_longer_than_its_column(length, is_allowed):
    url = "https://h.example.cn/".ljust(length, "a")
    if is_allowed:
        assert checked(url, is_production=True) == url
    else:
        with pytest.raises(BadAddress):
            checked(url, is_production=True)
