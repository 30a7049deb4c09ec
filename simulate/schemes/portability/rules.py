"""Rules on moving between provinces: where the pension is paid.

Law: 国办发〔2009〕66号, interim measures on the transfer and continuation of employee pension insurance, 2010-01-01.
"""

from __future__ import annotations

from simulate.engine.jit import rule


@rule
def benefit_place(
    hukou_province: int,
    insured_province: int,
    months_in_insured_province: float,
    last_full_province: int,
    required_months: float,
) -> int:
    """Province that pays the employee pension (code of a province).

    Article 6 of 国办发〔2009〕66号, in this order: (1) the hukou province where the insurance stands there;
    (2) the province where it stands, with ``required_months`` (120) paid there; (3) otherwise back to the last
    province with that many months, ``last_full_province`` (-1: there is none); (4) otherwise the hukou province.
    """
    if insured_province == hukou_province:
        return hukou_province
    if months_in_insured_province >= required_months:
        return insured_province
    if last_full_province >= 0:
        return last_full_province
    return hukou_province
