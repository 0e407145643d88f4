from tests.orgtree.actions.twins import choices, twins

__all__ = ["choices", "twins"]
