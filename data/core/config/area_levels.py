"""The levels of a city's areas: kelurahan in kecamatan, or areas that nothing stands above."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, model_validator

from data.core.strict import Name, StrictModel

ONE_LEVEL_LABEL = "Wilayah"  # of the areas of a city of one level, where its file names none


class AreaLevels(BaseModel):
    """How many levels there are, and what they are called.

    In a city of one level each area is its own parent, so that both levels have one label.
    """

    model_config = StrictModel.model_config

    levels: Annotated[int, Field(ge=1, le=2)] = 2
    parent_level: Name = "Kecamatan"
    level: Name = "Kelurahan"

    @model_validator(mode="before")
    @classmethod
    def _share_label(cls, values: Any) -> Any:
        """Give both levels of a city of one level the label that it has."""
        if isinstance(values, dict) and values.get("levels") == 1:
            label = values.get("level") or values.get("parent_level") or ONE_LEVEL_LABEL
            return {**values, "level": label, "parent_level": label}
        return values
