"""Funds and sums of medical and unemployment insurance; what an employee pays both in a year lies on one line.

Outlays of the funds are what a member costs, by status, times the members: the books add them (``funds/heads.py``).
"""

from __future__ import annotations

from typing import Final

from simulate.measures.rows import INSURED, Line, PerHead, fund

MEDICAL: Final = fund(
    "employee_medical", "Employee medical fund", "职工基本医疗保险基金", returns="funds.reserve_return",
    record=("employee_medical.official_balance",),
    per_head=(
        PerHead("outlay_at_work", ("medical_working",), ("employee_medical.outlay_per_member",)),
        PerHead("outlay_retired", ("medical_retired",),
                ("employee_medical.outlay_per_member", "employee_medical.retired_outlay_ratio")),
    ),
)  # fmt: skip
RESIDENT_MEDICAL: Final = fund(
    "resident_medical", "Resident medical fund", "城乡居民基本医疗保险基金", returns="funds.reserve_return",
    record=("resident_medical.official_balance", "resident_medical.adults"),
    per_head=(
        PerHead("premium", (), ("resident_medical.premium",), payer="worker", is_of_last_year=True),
        PerHead(
            "subsidy", (), ("resident_medical.subsidy", "resident_medical.subsidy_over_floor"), payer="government"
        ),
        PerHead("outlay", (), ("resident_medical.outlay_per_member",)),
    ),
)  # fmt: skip
UNEMPLOYMENT: Final = fund(
    "unemployment", "Unemployment fund", "失业保险基金", returns="funds.reserve_return",
    record=("unemployment.official_balance",),
    per_head=(PerHead("other_outlay", ("insured_unemployment",), ("unemployment.other_outlay",)),),
)  # fmt: skip

_line = Line(INSURED)
MEDICAL_WORKING: Final = _line.heads(
    "medical_working", "Person-years paid into employee medical insurance, public and flexible workers included.",
    shown=("Members of employee medical insurance at work", "职工医保在职参保人数"),
)  # fmt: skip
WORKER_TO_EMPLOYEE_MEDICAL: Final = _line.contribution("worker_to_employee_medical", "worker", MEDICAL)
EMPLOYER_TO_EMPLOYEE_MEDICAL: Final = _line.contribution("employer_to_employee_medical", "employer", MEDICAL)
RECEIVED_EMPLOYEE_MEDICAL: Final = _line.booked("received_employee_medical", MEDICAL)
INSURED_UNEMPLOYMENT: Final = _line.heads(
    "insured_unemployment", "Person-years paid into unemployment insurance.",
    shown=("Members of unemployment insurance", "失业保险参保人数"),
)  # fmt: skip
WORKER_TO_UNEMPLOYMENT: Final = _line.contribution("worker_to_unemployment", "worker", UNEMPLOYMENT)
EMPLOYER_TO_UNEMPLOYMENT: Final = _line.contribution("employer_to_unemployment", "employer", UNEMPLOYMENT)
RECEIVED_UNEMPLOYMENT: Final = _line.booked("received_unemployment", UNEMPLOYMENT)

_line = Line(INSURED)
MEDICAL_RETIRED: Final = _line.heads(
    "medical_retired", "Persons with the cover of employee medical insurance in retirement.",
    shown=("Retired members of employee medical insurance", "职工医保退休参保人数"),
)  # fmt: skip
FLEXIBLE_MEDICAL: Final = _line.heads(
    "flexible_medical", "Of those at work, person-years as a flexible worker, months waited for benefits left out.",
    shown=("Flexible workers in employee medical insurance", "灵活就业人员参加职工医保人数"),
)  # fmt: skip
PLATFORM_TO_EMPLOYEE_MEDICAL: Final = _line.contribution("platform_to_employee_medical", "platform", MEDICAL)
UNEMPLOYMENT_RECIPIENTS: Final = _line.heads(
    "unemployment_recipients", "Person-years of unemployment benefit.",
    shown=("Recipients of unemployment benefit", "领取失业保险金人数"),
)  # fmt: skip
UNEMPLOYMENT_BENEFITS: Final = _line.benefit(
    "unemployment_benefits", UNEMPLOYMENT, "by the month, and pension contributions paid back near retirement"
)
UNEMPLOYMENT_TO_MEDICAL: Final = _line.transfer(
    "unemployment_to_medical", UNEMPLOYMENT, MEDICAL, "medical contributions of recipients"
)
