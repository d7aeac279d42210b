"""Every table of the program, imported: what the migrations compare with, and what foreign keys need to find each other."""

import telehealth.accounts.models
import telehealth.audit
import telehealth.calls.models
import telehealth.calls.triage_models
import telehealth.duty.models
import telehealth.events
import telehealth.live.models
import telehealth.notify.models
import telehealth.patients.models
import telehealth.records.models
import telehealth.storage.models
import telehealth.vitals.models
import telehealth.voicemail.models  # noqa: F401
from telehealth.db import Base

METADATA = Base.metadata
