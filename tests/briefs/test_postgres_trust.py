"""A PostgreSQL on another machine shows who it is; the bot's role can change no table."""

import re
import socket
import ssl
import struct
import subprocess
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from shutil import which
from threading import Thread

import psycopg
import pytest
from sqlalchemy import make_url

from briefs.errors import StoreUnavailable
from briefs.model import Address, Press
from briefs.storage.postgres import _trusted
from briefs.storage.sql.retention import RetentionPeriods
from briefs.storage.sql.store import open_store
from tests import cluster, postgres
from tests.briefs.builders import NOW, edited

TOP = Path(__file__).parents[2]
RECIPE = re.compile(r"```sql\n(CREATE ROLE.*?)```", re.DOTALL)
HOST = "db.example.org"


def asked(address: str, **environ: str) -> dict[str, str]:
    return _trusted(make_url(address), environ)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk@db.example/x",
        "postgresql://desk@10.1.2.3/x",
        "postgresql://desk@[2001:db8::1]/x",
        "postgresql://desk@/x?host=db.example",
        "postgresql://desk@/x?host=localhost,db.example",
        "postgresql://desk@localhost/x?hostaddr=10.1.2.3",
        "postgresql://desk@localhost.example/x",
    ],
)
def test_a_server_elsewhere_has_to_show_who_it_is(address: str) -> None:
    trusted = asked(address)
    assert trusted["sslmode"] == "verify-full"
    assert trusted["sslrootcert"]
    assert asked(address, PGSSLMODE="require") == {}


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk@localhost/x",
        "postgresql://desk@127.0.0.1:5433/x",
        "postgresql://desk@[::1]/x",
        "postgresql://desk@/x?host=/run/postgresql",
        "postgresql:///x",
        "postgresql://desk@db.example/x?sslmode=disable",
        "postgresql://desk@db.example/x?sslmode=verify-ca&sslrootcert=/ca.pem",
    ],
)
def test_one_on_this_machine_or_of_whom_the_operator_spoke_does_not(address: str) -> None:
    assert asked(address) == {}


def test_an_authority_of_ones_own_is_kept() -> None:
    assert asked("postgresql://desk@db.example/x?sslrootcert=/ca.pem") == {"sslmode": "verify-full"}
    assert asked("postgresql:///x", PGHOST="db.example")["sslmode"] == "verify-full"


@dataclass
class Listening:
    """Takes TLS with a certificate of `HOST`, or none; `told` is what each client said after that.

    It is no PostgreSQL: of its protocol it knows how TLS is asked for (documentation, 54.2.10).
    """

    certificate: Path | None
    told: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def address(self, host: str, **query: str) -> str:
        said = "&".join(f"{k}={v}" for k, v in {"hostaddr": "127.0.0.1", **query}.items())
        return f"postgresql://anna:sekret@{host}:{self.port}/postgres?gssencmode=disable&{said}"

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            with client, suppress(OSError):
                client.settimeout(5)
                if client.recv(8) != struct.pack("!ii", 8, 80_877_103):
                    self.told.append(b"no TLS was asked for")
                    continue
                if self.certificate is None:
                    client.sendall(b"N")
                    self.told.append(client.recv(1_024))
                    continue
                client.sendall(b"S")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.certificate)
                with context.wrap_socket(client, server_side=True) as safe:
                    self.told.append(safe.recv(1_024))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if which("openssl") is None:
        pytest.skip("there is no openssl here to make certificates with")
    file = tmp_path_factory.mktemp("ca") / "both.pem"
    made = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST}".split()
    named = ("-addext", f"subjectAltName=DNS:{HOST}", "-keyout", str(file), "-out", "-")
    done = subprocess.run(["openssl", *made, *named], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + done.stdout)
    return file


@pytest.mark.parametrize(
    ("host", "vouched"), [(HOST, False), ("other.example.org", True)], ids=["unknown", "another"]
)
def test_a_server_that_cannot_show_who_it_is_is_told_nothing(
    certificate: Path, host: str, *, vouched: bool
) -> None:
    server = Listening(certificate)
    query = {"sslrootcert": str(certificate)} if vouched else {}
    with pytest.raises(StoreUnavailable, match=r"certificate|SSL") as refused:
        open_store(server.address(host, **query))
    assert "sslrootcert" in refused.value.hint
    assert b"anna" not in b"".join(server.told)


def test_a_server_without_tls_is_told_nothing() -> None:
    server = Listening(None)
    with pytest.raises(StoreUnavailable, match="SSL") as refused:
        open_store(server.address(HOST))
    assert "sslmode=disable" in refused.value.hint
    assert b"anna" not in b"".join(server.told)


def test_a_server_that_is_vouched_for_is_spoken_to(certificate: Path) -> None:
    server = Listening(certificate)
    with pytest.raises(StoreUnavailable):  # it hangs up: it is none
        open_store(server.address(HOST, sslrootcert=str(certificate)))
    assert any(b"anna" in said for said in server.told)


def test_the_role_of_the_documentation_does_all_work_and_changes_no_table() -> None:
    found = RECIPE.search((TOP / "docs" / "how-to" / "postgresql.md").read_text())
    assert found is not None
    with postgres.new_library() as address:
        owner = make_url(address)
        cluster.command(owner, "DROP ROLE IF EXISTS sourcebrief_bot")
        for statement in found[1].split(";"):
            if statement.strip():
                cluster.command(owner, statement)
        bot = owner.set(username="sourcebrief_bot")
        try:
            with closing(open_store(cluster.written(bot))) as store:
                at = Address("telegram", "1", "7")
                added = store.catalogue.add(edited("One. Two.", title="Rain"), now=NOW)
                store.chat_state.issue([Press("brief", ("1",))], at, now=NOW)
                store.deduplication.new_keys(["a"], now=NOW)
                store.editorial.keep_external(
                    edited("Three.", url="https://example.org/x"), now=NOW, until=NOW
                )
                assert store.editorial.expire_external(NOW) == 1
                store.editorial.retract(added.card.piece, "wrong", by="me", now=NOW)
                assert list(store.retention.prune(RetentionPeriods(), now=NOW + timedelta(9_999)))
                assert store.sizes()["library"] > 0
                assert store.describe()
            for statement in ("CREATE TABLE mine (a int)", "DROP TABLE tokens"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    cluster.command(bot, statement)
        finally:
            cluster.command(owner, "DROP OWNED BY sourcebrief_bot")
    cluster.command(owner.set(database="postgres"), "DROP ROLE sourcebrief_bot")
