"""The small faults that `make mutants` sets: Cosmic Ray's operators, and three of our own for what its leave out."""

from collections.abc import Iterator
from typing import Any

from cosmic_ray.operators.operator import Operator
from cosmic_ray.operators.provider import OperatorProvider
from parso.python.tree import Keyword

#: Cosmic Ray's operators that a reviewer would call a fault; every comparison is only moved to its neighbour.
OPERATORS = (
    "AddNot",
    "NumberReplacer",
    "ReplaceAndWithOr",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ReplaceFalseWithTrue",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceUnaryOperator_Delete_Not",
    "ZeroIterationForLoop",
    "ReplaceComparisonOperator_Eq_NotEq",
    "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceComparisonOperator_Lt_LtE",
    "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_Gt_GtE",
    "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_Is_IsNot",
    "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBinaryOperator_Mul_Add",
    "ReplaceBinaryOperator_FloorDiv_Mul",
    "ReplaceBinaryOperator_BitOr_BitAnd",
    "ReplaceBinaryOperator_BitAnd_BitOr",
)
#: Methods that narrow a query: each of their conditions is left out in turn.
NARROWING = frozenset({"filter", "exclude", "get"})


def operators() -> dict[str, Operator]:
    """Every operator by its name."""
    known = OperatorProvider()
    return {name: known[name]() for name in OPERATORS} | {kind.__name__: kind() for kind in OWN}


class Own(Operator):
    """What is common to ours: a position for every place found, and no examples."""

    @classmethod
    def examples(cls) -> tuple[()]:
        """None: what they do is said above."""
        return ()

    def places(self, node: Any) -> list[Any]:
        """What of this node may be changed."""
        raise NotImplementedError

    def mutation_positions(self, node: Any) -> Iterator[Any]:
        """Where each place begins and ends."""
        for place in self.places(node):
            yield place.start_pos, place.end_pos


class LeaveOutCondition(Own):
    """``rows.filter(programme=p, code=c)`` with one condition less."""

    def places(self, node: Any) -> list[Any]:
        """What of this node may be changed."""
        if node.type != "trailer" or node.children[0].value != "(" or len(node.children) != 3:
            return []
        name = node.get_previous_sibling()
        if name is None or name.type != "trailer" or name.children[-1].get_code().strip() not in NARROWING:
            return []
        inside = node.children[1]
        parts = inside.children if inside.type == "arglist" else [inside]
        # A dictionary is asked by place, a query by name.
        wanted = {"argument"} if name.children[-1].value == "get" else None
        return [part for part in parts if (part.type in wanted if wanted else part.type != "operator")]

    def mutate(self, node: Any, index: int) -> Any:
        """The node with one of its places changed."""
        place = self.places(node)[index]
        inside = node.children[1]
        if place is inside:
            node.children = [node.children[0], node.children[2]]
            return node
        at = inside.children.index(place)
        taken = inside.children[at : at + 2] if at + 1 < len(inside.children) else inside.children[at - 1 :]
        inside.children = [part for part in inside.children if part not in taken]
        return node


class LeaveOutStatement(Own):
    """A call made for what it does, or an assignment to an attribute, left out."""

    def places(self, node: Any) -> list[Any]:
        """What of this node may be changed."""
        if node.type != "simple_stmt":
            return []
        statement = node.children[0]
        called = statement.type == "atom_expr" and statement.children[-1].get_code().strip().endswith(")")
        set_ = statement.type == "expr_stmt" and "." in statement.children[0].get_code()
        return [statement] if called or set_ else []

    def mutate(self, node: Any, index: int) -> Any:
        """The node with one of its places changed."""
        old = self.places(node)[index]
        node.children[0] = Keyword("pass", old.start_pos, prefix=old.get_first_leaf().prefix)
        return node


class GiveNothing(Own):
    """What a function gives back, replaced by nothing."""

    def places(self, node: Any) -> list[Any]:
        """What of this node may be changed."""
        plain = node.type == "return_stmt" and node.children[1].get_code().strip() not in {
            "None",
            "''",
            '""',
            "False",
        }
        return [node.children[1]] if plain else []

    def mutate(self, node: Any, index: int) -> Any:
        """The node with one of its places changed."""
        node.children[1] = Keyword("None", node.children[1].start_pos, prefix=" ")
        return node


OWN = (LeaveOutCondition, LeaveOutStatement, GiveNothing)
