"""Everybody, in memory: who a request is from is known without asking the database. Every change goes through here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, ParamSpec

from holdfast.model import Nation
from holdfast.records import Learner, Records

if TYPE_CHECKING:
    from holdfast.server.services import Store

P = ParamSpec("P")


class NoLonger(LookupError):  # noqa: N818  (it says what happened)
    """The learner has been erased meanwhile."""


class People:
    """The learners of the records. What it returns and shows has been committed."""

    def __init__(self, store: Store) -> None:
        """Read everybody; called before the server answers."""
        self._store = store
        self._known = {each.id: each for each in store.wait_for(store.records.learners)}

    @property
    def known(self) -> Mapping[str, Learner]:
        """Everybody by id, as it is now."""
        return MappingProxyType(self._known)

    def get(self, learner_id: str) -> Learner | None:
        """Return that learner, or None where there is none (any more)."""
        return self._known.get(learner_id)

    def local(self) -> Learner:
        """Return the learner of a computer that one person uses; called before the server answers."""
        learner = self._store.wait_for(self._store.records.local_learner)
        self._known[learner.id] = learner
        return learner

    async def new(self, name: str) -> Learner:
        """Make one more learner; raise `ValueError` where the name cannot be kept."""
        learner = await self._store.call(self._store.records.new_learner, name=name)
        self._known[learner.id] = learner
        return learner

    async def rename(self, learner_id: str, name: str) -> Learner:
        """Note the name a learner chose; raise `ValueError` where it cannot be kept, `NoLonger` for nobody."""
        return await self._change(Records.name_learner, learner_id, name)

    async def choose(
        self, learner_id: str, *, pathway: str | None = None, nation: Nation | Literal[""] | None = None
    ) -> Learner:
        """Note a learner's pathway or nation; what is not given stays, and an empty nation takes it away.

        Raises:
            NoLonger: There is no such learner (any more).
        """
        return await self._change(Records.choose, learner_id, pathway=pathway, nation=nation)

    async def set_code(self, learner_id: str, digest: bytes) -> Learner:
        """Note the digest of the code a learner comes back with; the one before is of no use any more."""
        return await self._change(Records.set_code, learner_id, digest)

    async def by_code(self, digest: bytes) -> Learner | None:
        """Return the learner whose code has that digest."""
        return await self._store.call(self._store.records.learner_by_code, digest)

    async def seen(self, learner_id: str) -> Learner:
        """Note that a learner was here today."""
        return await self._change(Records.seen, learner_id)

    async def _change(self, method: Callable[..., Learner], learner_id: str, *args: Any, **kwargs: Any) -> Learner:
        try:
            learner = await self._store.call(method, self._store.records, learner_id, *args, **kwargs)
        except KeyError:
            self._known.pop(learner_id, None)
            raise NoLonger from None
        self._known[learner.id] = learner
        return learner
