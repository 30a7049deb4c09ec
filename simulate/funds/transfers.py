"""Money the funds receive and pass on: treasury subsidy, interest, central adjustment, national pooling, loans.

All arrays are (replicate, province) yuan of one year, or (replicate, year, province) where said; each pair sums to
zero over provinces.
"""

from __future__ import annotations

import numpy as np

from simulate.contracts import Reals


def central_adjustment(wage: Reals, covered: Reals, pensioners: Reals, rate: Reals) -> tuple[Reals, Reals]:
    """What each province pays to and receives from the adjustment fund (国发〔2018〕18号, section 2).

    paid = wage x covered workers x rate; received = fund x the province's share of the nation's pensioners.
    ``wage`` (year, province) yuan a year, already times the share on which it is paid; ``covered`` and ``pensioners``
    (replicate, year, province) persons; ``rate`` (year,).  Where a replicate has no pensioner nothing is paid.
    """
    everyone = pensioners.sum(axis=-1, keepdims=True)
    paid = np.where(everyone > 0, wage * covered * rate[:, None], 0.0)
    share = np.divide(pensioners, everyone, out=np.zeros_like(pensioners), where=everyone > 0)
    return paid, share * paid.sum(axis=-1, keepdims=True)


def national_pooling(net: Reals, share: float) -> tuple[Reals, Reals]:
    """What surplus provinces pay and deficit provinces receive in one year.

    ``net``: (replicate, province) revenue less expenditure before pooling.  Of all deficits ``share`` is met, as far
    as the surpluses go; each surplus pays, and each deficit receives, in proportion.
    """
    need, available = np.maximum(-net, 0.0), np.maximum(net, 0.0)
    all_need = need.sum(axis=-1, keepdims=True)
    all_available = available.sum(axis=-1, keepdims=True)
    moved = np.minimum(share * all_need, all_available)
    paid = available * np.divide(moved, all_available, out=np.zeros_like(moved), where=all_available > 0)
    received = need * np.divide(moved, all_need, out=np.zeros_like(moved), where=all_need > 0)
    return paid, received


def fiscal_subsidy(
    expenditure: Reals, net: Reals, fixed: Reals, expenditure_share: Reals, need_share: float, weight: Reals
) -> Reals:
    """Subsidy of the treasury to a fund, (replicate, year, province).

    subsidy of the nation = fixed part + share x expenditure; a part of it goes where the year's other revenue does not
    pay the expenditure, the rest by weight x expenditure of the province.
    ``expenditure`` and ``net``, revenue less expenditure before it, (replicate, year, province); ``fixed`` yuan and
    ``expenditure_share`` (year,); ``weight`` (province,).
    """
    national = fixed + expenditure_share * expenditure.sum(axis=-1)
    return by_need(national, net, need_share, weight * expenditure)


def reserve_interest(reserve: Reals, reserve_return: float, charged_on_deficit: float) -> Reals:
    """Interest of a year on what the nation's reserve holds; on a deficit of it only where interest is charged on it.

    ``reserve`` (replicate, province).  Interest goes to the provinces in the black, or is owed by those in the red.
    Were it computed province by province, a small sample, in which provinces stand further apart by chance, would earn
    more than a large one.
    """
    nation = reserve.sum(axis=-1)
    is_earning = nation > 0.0
    part = np.where(is_earning, 1.0, charged_on_deficit) * reserve_return
    side = np.where(is_earning[:, None], np.maximum(reserve, 0.0), np.maximum(-reserve, 0.0))
    return split(part * nation, side)


def by_need(amount: Reals, net: Reals, share: float, key: Reals) -> Reals:
    """What each province gets of a subsidy that goes in part where money is missing.

    ``amount`` (...) of the nation and ``net`` (..., province) revenue less expenditure before it.  ``share`` of the
    amount goes to the deficits in proportion, as far as they go; the rest in proportion to ``key`` (..., province).
    """
    missing = np.maximum(-net, 0.0)
    needed = np.minimum(share * amount, missing.sum(axis=-1))
    return split(needed, missing) + split(amount - needed, key)


def borrowing(balance: Reals, available: Reals, share: float) -> Reals:
    """What the occupational-injury fund borrows from the work-injury fund of its province at the end of a year.

    ``balance`` before the loan and ``available``, the balance of the lender, (replicate, province).  ``share`` (0 or 1,
    or part) of a shortfall is lent, as far as the lender's money goes; it is returned the year after without interest
    (ILO 2022, section 5.8).
    """
    return np.asarray(np.minimum(share * np.maximum(-balance, 0.0), np.maximum(available, 0.0)))


def split(amount: Reals, key: Reals) -> Reals:
    """An amount (...) split over provinces in proportion to a key (..., province); equally where the key is zero."""
    total = key.sum(axis=-1, keepdims=True)
    share = np.full_like(key, 1.0 / key.shape[-1])
    np.divide(key, total, out=share, where=total > 0)
    return np.asarray(share * amount[..., None])
