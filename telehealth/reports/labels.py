"""How the clinic's page speaks of a patient: sex and age, never a name."""

from telehealth.patients.shapes import PatientView

SEXES = {"female": "Nữ", "male": "Nam", "other": "Khác", "unknown": "Chưa rõ"}


def label(patient: PatientView | None) -> str:
    """E.g. "Nữ, 72 tuổi"; under six years in months."""
    if patient is None:
        return "Chưa rõ"
    age = f"{patient.age_months} tháng tuổi" if patient.age_months < 72 else f"{patient.age_months // 12} tuổi"
    return f"{SEXES[patient.sex]}, {age}"
