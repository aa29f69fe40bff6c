"""What the database says, told in Swedish sentences that name the remedy.

The database's own words never pass on: they may quote values, and so patient data.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.domain.errors import CrossedError, StorageError

READ_ONLY = (
    "Databasen är skrivskyddad, så inget sparades. Ge dig själv skrivrätt till filen och mappen, "
    "eller välj en annan datamapp, och försök igen."
)
FULL = (
    "Disken är full, så inget sparades. Frigör utrymme på den disk där databasen ligger och "
    "försök igen."
)
LOCKED = (
    "Databasen är låst av ett annat program, så inget sparades. Vänta tills det andra programmet "
    "är klart, eller stäng det, och försök igen."
)
LOST = (
    "Förbindelsen med databasen är bruten. Kontrollera nätverket och att databasservern är igång, "
    "och försök igen: det som redan är sparat sparas inte två gånger."
)
MISSING = (
    "Databasfilen går inte att öppna. Kontrollera att filen finns kvar och att disken eller "
    "nätverksplatsen är ansluten, och starta om programmet."
)
NOT_A_DATABASE = (
    "Filen är ingen databas, eller så är den skadad. Flytta undan filen och återställ en "
    "säkerhetskopia, eller välj en annan datamapp."
)
UNREACHABLE = (
    "Databasservern går inte att nå, eller så släpper den inte in programmet. Kontrollera "
    "nätverket, att servern är igång, och databasadressen: server, databas, användarnamn, lösenord."
)
REFUSED = (
    "Databasservern låter inte programmet göra det här. Be den som sköter databasen om rättigheter "
    "och försök igen."
)
NO_TABLES = (
    "Databasen saknar tabeller som programmet behöver. Starta om programmet så att databasen "
    "ställs i ordning."
)
IMMUTABLE = "Signerade versioner och åtkomstloggen kan inte ändras eller tas bort."
CONFLICT = (
    "Det som skulle sparas motsäger något som redan finns i databasen, så inget sparades. Läs in "
    "på nytt och försök igen."
)
STALE = (
    "Vårdkontakten har ändrats av någon annan sedan du öppnade den, så din ändring sparades inte. "
    "Välj Visa ändringen, läs in händelsen på nytt och gör om din ändring."
)
OTHER = (
    "Databasen kunde inte utföra uppgiften, så inget sparades. Försök igen; kvarstår felet, "
    "kontakta den som sköter databasen."
)

#: SQLite's primary result codes, https://www.sqlite.org/rescode.html
_SQLITE = {
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_IOERR: MISSING,
    sqlite3.SQLITE_CANTOPEN: MISSING,
    sqlite3.SQLITE_NOTADB: NOT_A_DATABASE,
    sqlite3.SQLITE_CORRUPT: NOT_A_DATABASE,
    sqlite3.SQLITE_CONSTRAINT: CONFLICT,
}
#: A key that is already there, in the words of SQLite and of PostgreSQL.
_DUPLICATE = {sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE, "23505"}
#: Two waited for each other, and this one was given up.
_DEADLOCK = "40P01"
_LOCK_NOT_AVAILABLE = "55P03"
#: PostgreSQL's SQLSTATE, whole or its class of two characters (manual, appendix A).
_POSTGRESQL = {
    "25006": READ_ONLY,
    "53100": FULL,
    _LOCK_NOT_AVAILABLE: LOCKED,
    _DEADLOCK: LOCKED,
    "57014": LOCKED,
    "42501": REFUSED,
    "42P01": NO_TABLES,
    "KK001": IMMUTABLE,
    "08": LOST,
    "57": LOST,
    "53": LOST,
    "28": UNREACHABLE,
    "3D": UNREACHABLE,
    "23": CONFLICT,
}


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn errors of the database into StorageError; also used as a decorator.

    Raises:
        StorageError: with a sentence that names the remedy and holds no patient data.

    """
    try:
        yield
    except SQLAlchemyError as error:
        raise error_for(error) from None
    except sqlite3.Error as error:
        raise StorageError(sentence_for_sqlite(error)) from None


def error_for(error: SQLAlchemyError) -> StorageError:
    """Make the error that stands for one of the database."""
    kind = CrossedError if _state(_cause(error)) == _DEADLOCK else StorageError
    return kind(sentence_for(error))


def is_held_by_another(error: SQLAlchemyError) -> bool:
    """Whether a row could not be locked at once, or not in time."""
    return _state(error) == _LOCK_NOT_AVAILABLE


def _state(error: SQLAlchemyError) -> object:
    return getattr(getattr(error, "orig", None), "sqlstate", None)


def is_duplicate(error: IntegrityError) -> bool:
    """Whether a row with that key is already there."""
    code = getattr(error.orig, "sqlite_errorcode", None) or getattr(error.orig, "sqlstate", None)
    return code in _DUPLICATE


def sentence_for(error: SQLAlchemyError) -> str:
    """Find the sentence for an error."""
    error = _cause(error)
    if isinstance(error, PoolTimeoutError):
        return LOCKED
    if not isinstance(error, DBAPIError):
        return OTHER
    if isinstance(error.orig, sqlite3.Error):
        return sentence_for_sqlite(error.orig)
    return _postgresql_sentence(error)


def _cause(error: SQLAlchemyError) -> SQLAlchemyError:
    """Find what went wrong first; what follows comes of cleaning up.

    SQLite, for one, ends the transaction by itself when the disk is full, so that rolling it
    back fails too.
    """
    while isinstance(error.__context__, SQLAlchemyError):
        error = error.__context__
    return error


def sentence_for_sqlite(error: sqlite3.Error) -> str:
    """Find the sentence for an error of SQLite's own driver."""
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        return IMMUTABLE
    if code == sqlite3.SQLITE_ERROR and "no such table" in str(error):
        return NO_TABLES
    return OTHER if code is None else _SQLITE.get(code & 0xFF, OTHER)


def _postgresql_sentence(error: DBAPIError) -> str:
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        # The server did not answer; or it refused a connection, and the driver tells only in
        # the server's own language why.
        return LOST if error.connection_invalidated else UNREACHABLE
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2], OTHER)
