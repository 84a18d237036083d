"""What people are called, where something names them by their id."""

from api.context import Info


async def name_of(info: Info, user_id: str | None) -> str | None:
    """Return what somebody is called; None for nobody."""
    if user_id is None:
        return None
    return await info.context.loaders.names.load(user_id) or "somebody"
