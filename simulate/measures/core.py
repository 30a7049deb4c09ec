"""Funds and sums of the pension schemes and of injury at work, and what is counted of everybody.

They share lines of the cache, and so a file: what goes together in a life lies together.
"""

from __future__ import annotations

from typing import Final

from simulate.measures.rows import BENEFIT, HUKOU, INSURED, RESIDENCE, Line, fund

POOL: Final = fund(
    "employee_pool", "Pooled fund of the employee scheme", "职工基本养老保险统筹基金", scheme="employee_pension",
    returns="funds.reserve_return", record=("funds.official_balance", "funds.enterprise_share_of_balance"),
    is_subsidised=True, is_pooled=True,
)  # fmt: skip
ACCOUNTS: Final = fund(
    "personal_accounts", "Personal accounts", "职工基本养老保险个人账户", scheme="employee_pension",
    kept_with="employee_pool", opening="funds.personal_account_opening",
)  # fmt: skip
RESIDENT: Final = fund(
    "resident_pension", "Resident fund", "城乡居民基本养老保险基金", scheme="resident_pension",
    returns="funds.resident_reserve_return", record=("funds.official_resident_balance",),
)  # fmt: skip
WORK_INJURY: Final = fund(
    "work_injury", "Work-injury fund", "工伤保险基金", returns="funds.injury_reserve_return",
    record=("funds.official_work_injury_balance", "funds.work_injury_scope"),
)  # fmt: skip
INJURY: Final = fund(
    "occupational_injury", "Occupational-injury fund", "职业伤害保障基金", returns="funds.injury_reserve_return",
    lender="work_injury",
)  # fmt: skip

_line = Line(RESIDENCE)
PERSONS: Final = _line.heads("persons", "by province of residence")
EARNINGS: Final = _line.amount("earnings", "all earnings, by province of work")
MIGRANTS_INTERPROVINCIAL: Final = _line.heads(
    "migrants_interprovincial", "of rural hukou, in non-farm work outside its province"
)
MIGRANTS_INTRAPROVINCIAL: Final = _line.heads("migrants_intraprovincial", "and away from home inside it")
MIGRANTS_LOCAL: Final = _line.heads("migrants_local", "and at home")
EMPLOYER_TO_WORK_INJURY: Final = _line.contribution("employer_to_work_injury", "employer", WORK_INJURY)
RECEIVED_WORK_INJURY: Final = _line.booked("received_work_injury", WORK_INJURY)
WORK_INJURY_BENEFITS: Final = _line.expected_benefit("work_injury_benefits", WORK_INJURY, "of employees, of all kinds")

_line = Line(RESIDENCE)
INSURED_INJURY: Final = _line.heads("insured_injury", "person-years of platform workers covered")
PLATFORM_TO_INJURY: Final = _line.contribution("platform_to_injury", "platform", INJURY)
WORKER_TO_INJURY: Final = _line.contribution("worker_to_injury", "worker", INJURY)
GOVERNMENT_TO_INJURY: Final = _line.contribution("government_to_injury", "government", INJURY)
RECEIVED_INJURY: Final = _line.booked("received_injury", INJURY)
INJURY_MEDICAL: Final = _line.expected_benefit("injury_medical", INJURY, "medical treatment")
INJURY_DISABILITY: Final = _line.expected_benefit("injury_disability", INJURY, "in one sum and by the month")
INJURY_DEATH: Final = _line.expected_benefit("injury_death", INJURY, "to dependants")

_line = Line(INSURED)
INSURED_EMPLOYEE: Final = _line.heads("insured_employee", "active participants of the employee scheme")
CONTRIBUTORS_EMPLOYEE: Final = _line.heads("contributors_employee", "person-years paid into the employee scheme")
WORKER_TO_POOL: Final = _line.contribution("worker_to_pool", "worker", POOL)
WORKER_TO_ACCOUNTS: Final = _line.contribution("worker_to_accounts", "worker", ACCOUNTS)
EMPLOYER_TO_POOL: Final = _line.contribution("employer_to_pool", "employer", POOL)
EMPLOYER_TO_ACCOUNTS: Final = _line.contribution("employer_to_accounts", "employer", ACCOUNTS)
RECEIVED_POOL: Final = _line.booked("received_pool", POOL)
RECEIVED_ACCOUNTS: Final = _line.booked("received_accounts", ACCOUNTS)

_line = Line(INSURED)
CONTRIBUTORS_FLEXIBLE: Final = _line.heads("contributors_flexible", "of these, paid as a flexible worker")
INSURED_AWAY: Final = _line.heads("insured_away", "active participants insured outside the hukou province")
PLATFORM_TO_POOL: Final = _line.contribution("platform_to_pool", "platform", POOL)
PLATFORM_TO_ACCOUNTS: Final = _line.contribution("platform_to_accounts", "platform", ACCOUNTS)
GOVERNMENT_TO_POOL: Final = _line.contribution(
    "government_to_pool", "government", POOL, "subsidies, matching and credits"
)
GOVERNMENT_TO_ACCOUNTS: Final = _line.contribution("government_to_accounts", "government", ACCOUNTS)
SUBSIDISED: Final = _line.heads("subsidised", "person-years with a government subsidy to the contribution")
CARE_CREDITED: Final = _line.heads("care_credited", "person-years credited for care")

_line = Line(BENEFIT)
ACCOUNT_INTEREST: Final = _line.transfer("account_interest", POOL, ACCOUNTS, "credited to employee accounts")
ACCOUNT_BALANCE: Final = _line.amount("account_balance", "employee accounts at the end of the year, where they stand")
ACCOUNT_INHERITANCE: Final = _line.benefit("account_inheritance", ACCOUNTS, "balances paid to heirs")
DEATH_GRANTS: Final = _line.benefit("death_grants", POOL, "funeral grant and survivors' lump sum")
PENSIONERS_EMPLOYEE: Final = _line.heads("pensioners_employee", "mean of the year, by benefit province")
BASIC_PENSION: Final = _line.pension("basic_pension", POOL, "basic pensions")
TRANSITIONAL_PENSION: Final = _line.pension("transitional_pension", POOL, "for years deemed paid before accounts began")
ACCOUNT_PENSION: Final = _line.pension("account_pension", ACCOUNTS, "paid out of account balances")

_line = Line(BENEFIT)
ACCOUNT_PENSION_FROM_POOL: Final = _line.pension(
    "account_pension_from_pool", POOL, "paid for life once the balance is used up"
)
AWARDS_EMPLOYEE: Final = _line.heads("awards_employee", "pensions awarded in the year")
AWARD_SUM_EMPLOYEE: Final = _line.amount("award_sum_employee", "sum of monthly pensions awarded")
AWARD_RATIO_SUM_EMPLOYEE: Final = _line.add(
    "award_ratio_sum_employee", "ratio", "amount", "of award / mean wage of its province"
)
ACCOUNT_REFUNDS: Final = _line.benefit(
    "account_refunds", ACCOUNTS, "taken on leaving the scheme short of the qualifying months"
)
ACCOUNT_TO_RESIDENT: Final = _line.transfer(
    "account_to_resident", ACCOUNTS, RESIDENT, "balances moved to the resident scheme"
)
POOL_TRANSFER_IN: Final = _line.transfer(
    "pool_transfer_in",
    POOL,
    POOL,
    "that came with workers from other provinces",
    is_arrival=True,
)
ACCOUNT_TRANSFER_IN: Final = _line.transfer(
    "account_transfer_in", ACCOUNTS, ACCOUNTS, "balances that came with them", is_arrival=True
)

_line = Line(HUKOU)
INSURED_RESIDENT: Final = _line.heads("insured_resident", "participants of the resident scheme not yet drawing")
CONTRIBUTORS_RESIDENT: Final = _line.heads("contributors_resident", "persons who paid the resident scheme in the year")
WORKER_TO_RESIDENT: Final = _line.contribution("worker_to_resident", "worker", RESIDENT)
GOVERNMENT_TO_RESIDENT: Final = _line.contribution(
    "government_to_resident", "government", RESIDENT, "entry subsidies into resident accounts"
)
RECEIVED_RESIDENT: Final = _line.booked("received_resident", RESIDENT)
RESIDENT_INTEREST: Final = _line.amount("resident_interest", "credited to resident accounts")
RESIDENT_BALANCE: Final = _line.amount("resident_balance", "resident accounts at the end of the year")
RESIDENT_INHERITANCE: Final = _line.benefit("resident_inheritance", RESIDENT, "balances paid to heirs")

_line = Line(HUKOU)
AGED_60: Final = _line.heads("aged_60", "persons of 60 and over")
BELOW_DIBAO: Final = _line.heads("below_dibao", "of these, old-age income under the Dibao line")
PENSIONERS_RESIDENT: Final = _line.heads("pensioners_resident", "mean of the year")
RESIDENT_FLAT_PENSION: Final = _line.pension(
    "resident_flat_pension", RESIDENT, "flat pensions", paid_in_by="government"
)
RESIDENT_ACCOUNT_PENSION: Final = _line.pension("resident_account_pension", RESIDENT, "paid out of account balances")
RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT: Final = _line.pension(
    "resident_account_pension_from_government",
    RESIDENT,
    "paid for life once the balance is used up",
    paid_in_by="government",
)
FLOOR_RECIPIENTS: Final = _line.heads("floor_recipients", "persons of the old-age floor")
FLOOR_TOP_UP: Final = _line.add("floor_top_up", "yuan", "assistance", "paid to lift old-age income to the floor")

_line = Line(HUKOU)
AWARDS_RESIDENT: Final = _line.heads("awards_resident", "pensions awarded in the year")
AWARD_SUM_RESIDENT: Final = _line.amount("award_sum_resident", "sum of monthly pensions awarded")
RESIDENT_REFUNDS: Final = _line.benefit("resident_refunds", RESIDENT, "paid back to payers of both schemes")
DUAL_CONTRIBUTORS: Final = _line.heads("dual_contributors", "persons who paid both schemes in the year")
POOL_TO_RESIDENT: Final = _line.transfer(
    "pool_to_resident", POOL, RESIDENT, "pooled money that went into resident accounts"
)
PAID_FOR_RESIDENT: Final = _line.heads(
    "paid_for_resident", "Persons whose resident contribution the local government paid.",
    shown=("Resident contributions paid by government", "政府代缴城乡居民养老保险人数"),
)  # fmt: skip
RESIDENT_TO_ACCOUNTS: Final = _line.transfer(
    "resident_to_accounts", RESIDENT, ACCOUNTS, "balances that joined the employee account at the award"
)
POOL_TRANSFER_OUT: Final = _line.transfer("pool_transfer_out", POOL, POOL, "booked in each province left")
ACCOUNT_TRANSFER_OUT: Final = _line.transfer("account_transfer_out", ACCOUNTS, ACCOUNTS, "as pool_transfer_out")
