"""What the release before this one writes and reads, in its own words: one night call from the tap to the signed note.

It names only the columns that release knew. It has to pass on the tables of the release before and, unchanged, on those of
today: while one process after another is replaced, both releases serve the same database. When a release is made, its
revision becomes REVISION, and a statement that it has in addition is added here.
"""

from typing import Any

import psycopg

REVISION = "0002"
"""Where the tables stood at release 0.1.0."""
PEOPLE = """
WITH place AS (
  INSERT INTO facility (code, name, kind, province_code, province_name, commune_name, phone)
  VALUES (%(code)s, 'Trạm Y tế', 'commune_station', '44', 'Quảng Trị', 'Yên Hòa', '02333000115') RETURNING id
), doctor AS (
  INSERT INTO account (kind, login, display_name) VALUES ('staff', %(login)s, 'Trần Văn Bình') RETURNING id
), lan AS (
  INSERT INTO account (kind, phone, display_name, verified_at) VALUES ('patient', %(phone)s, 'Nguyễn Thị Lan', now()) RETURNING id
), mai AS (
  INSERT INTO patient (name, name_key, birth_year, sex) VALUES ('Hoàng Thị Mai', 'hoang thi mai', 1954, 'female') RETURNING id
), role AS (
  INSERT INTO practitioner_role (account_id, facility_id, role) SELECT doctor.id, place.id, 'doctor' FROM doctor, place
), kin AS (
  INSERT INTO related_person (account_id, patient_id, relation) SELECT lan.id, mai.id, 'child' FROM lan, mai
), licence AS (
  INSERT INTO practitioner (account_id, name, title, licence_number, licence_issuer, licence_scope)
  SELECT id, 'Trần Văn Bình', 'Bác sĩ', %(login)s, 'Sở Y tế', 'đa khoa' FROM doctor RETURNING id
), sign_in AS (
  INSERT INTO login_session (account_id, audience, scope, proved_at) SELECT id, 'patient', 'full', now() FROM lan RETURNING id
)
SELECT place.id AS place, lan.id AS lan, mai.id AS mai, licence.id AS doctor, sign_in.id AS sign_in
FROM place, lan, mai, licence, sign_in
"""
CALL = """
INSERT INTO call (version, state, deadline, next_ring_at, turn, callback_at, callback, gives_up_at, outgoing, province_code,
  facility_id, session_id, account_id, caller_phone, caller_verified, patient_id, relation, reason, media, requested_at)
VALUES (1, 'waiting', now(), now(), 0, now() + interval '5 minutes', false, now() + interval '30 minutes', false, '44',
  %(place)s, %(sign_in)s, %(lan)s, %(phone)s, true, %(mai)s, 'child', 'đau ngực', 'video', now()) RETURNING id AS call
"""
STORY = (
    "INSERT INTO duty (practitioner_id, facility_id, province_code) VALUES (%(doctor)s, %(place)s, '44')",
    "INSERT INTO call_participant (call_id, part, account_id) VALUES (%(call)s, 'caller', %(lan)s)",
    "UPDATE duty SET engaged_call = %(call)s, last_rung_at = clock_timestamp() WHERE practitioner_id = %(doctor)s AND ended_at IS NULL",
    "INSERT INTO call_ring (call_id, practitioner_id, number, rung_at, until, outcome)"
    " VALUES (%(call)s, %(doctor)s, 1, now(), now() + interval '2 minutes', 'ringing')",
    "UPDATE call SET version = 2, state = 'ringing' WHERE id = %(call)s AND version = 1",
    "INSERT INTO call_transition (call_id, version, event, from_state, to_state, actor)"
    " VALUES (%(call)s, 2, 'Rung', 'waiting', 'ringing', 'duty')",
    "UPDATE call_ring SET outcome = 'accepted', ended_at = now() WHERE call_id = %(call)s AND number = 1",
    "UPDATE call SET version = 3, state = 'connected', holder_id = %(doctor)s, holder_device = 'dev-1', answered_at = now(),"
    " next_ring_at = NULL, deadline = NULL WHERE id = %(call)s AND version = 2",
    "INSERT INTO call_participant (call_id, part, practitioner_id) VALUES (%(call)s, 'holder', %(doctor)s)",
    "INSERT INTO chat_message (id, call_id, author, author_account, body) VALUES (uuidv7(), %(call)s, 'caller', %(lan)s, 'Vâng')",
    "INSERT INTO encounter (call_id, patient_id, practitioner_id, facility_id, licence, scope, channel, who_speaks, started_at, status)"
    " VALUES (%(call)s, %(mai)s, %(doctor)s, %(place)s, 'GPHN', 'đa khoa', 'video', 'child', now(), 'finished')",
    "INSERT INTO note (encounter_id, advice) SELECT id, 'Uống nhiều nước.' FROM encounter WHERE call_id = %(call)s",
    "UPDATE call SET version = 4, state = 'ended', end_reason = 'dropped', callback = true, ended_at = now() WHERE id = %(call)s",
    "INSERT INTO callback (call_id, province_code, phone, phone_verified, account_id, patient_id, reason, source)"
    " VALUES (%(call)s, '44', %(phone)s, true, %(lan)s, %(mai)s, '', 'dropped')"
    " ON CONFLICT (call_id) WHERE call_id IS NOT NULL DO NOTHING",
    "UPDATE callback SET state = 'claimed', claimed_by = %(doctor)s, claimed_at = now() WHERE call_id = %(call)s AND state = 'open'",
    "UPDATE callback SET state = 'done', outcome = 'telephone', done_at = now() WHERE call_id = %(call)s AND state = 'claimed'",
    "UPDATE duty SET engaged_call = NULL, ended_at = now() WHERE practitioner_id = %(doctor)s AND engaged_call = %(call)s",
    "INSERT INTO event (type, payload) VALUES ('call.changed', '{}')",
    "INSERT INTO audit_event (action, entity, outcome, reason) VALUES ('read', 'call', 'allowed', '')",
)


def night_call(connection: "psycopg.Connection[Any]", number: int) -> None:
    """One whole call; `number` (two digits) keeps the people of several apart. Raises what the database says."""
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        known: dict[str, Any] = {"code": f"441{number:02}", "login": f"binh{number}", "phone": f"+849120000{number:02}"}
        known |= cursor.execute(PEOPLE, known).fetchone() or {}
        known |= cursor.execute(CALL, known).fetchone() or {}
        for statement in STORY:
            cursor.execute(statement, known)
            assert cursor.rowcount == 1, f"changed {cursor.rowcount} rows: {statement}"


def columns(connection: "psycopg.Connection[Any]") -> dict[str, dict[str, tuple[str, bool]]]:
    """table → column → (type, whether an INSERT may leave it out)."""
    rows = connection.execute(
        "SELECT table_name, column_name, data_type, is_nullable = 'YES' OR column_default IS NOT NULL OR is_identity = 'YES'"
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
    )
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for table, column, kind, may_be_left_out in rows:
        found.setdefault(table, {})[column] = (kind, may_be_left_out)
    return found
