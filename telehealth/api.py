"""The whole route table at a glance. Handlers live in each domain's routes.py."""

from telehealth import ice
from telehealth.accounts import patient_routes as sign_in
from telehealth.accounts import session_routes as sessions
from telehealth.accounts import staff_routes as staff_desk
from telehealth.accounts.permissions import Permission as P
from telehealth.accounts.shapes import (
    CodeEntry,
    CodeRequest,
    CodeSent,
    GuestEntry,
    Me,
    NewRole,
    SessionList,
    SignedIn,
    SignedOut,
    StaffEntry,
    StaffList,
    StaffMember,
    StaffPhone,
)
from telehealth.calls import callback_desk as promises
from telehealth.calls import desk, dialling, doorbell, ladder_desk, measuring, public
from telehealth.calls import routes as calls
from telehealth.calls import triage_routes as triage
from telehealth.calls.shapes import (
    Accept,
    CallView,
    CurrentCall,
    Decline,
    Handover,
    HangUp,
    IceServers,
    MessageList,
    MessageView,
    NewCall,
    NewMessage,
    PatientChoice,
    Reason,
    WhoIsThePatient,
)
from telehealth.calls.triage_shapes import PlaceSaid, PlacesFound, Returned, SetList, TriageSaid, TriageView
from telehealth.duty.shapes import (
    CallbackDone,
    CallbackHandover,
    CallbackList,
    CallbackTaken,
    CallbackView,
    DeviceList,
    DeviceState,
    Dialling,
    DutyView,
    LadderChoices,
    LadderEdit,
    LadderView,
    LeaveSoon,
    NeighbourList,
    NewCallback,
    ServiceStatus,
    StartDuty,
    StartedCall,
    TelephoneOutcome,
    TestAlarm,
    TestAlarmSent,
)
from telehealth.edge import config
from telehealth.endpoint import ACCOUNT, CALLER, FAMILY_RECORDS, PUBLIC, SIGNED_IN, Access, Route, staff
from telehealth.notify import routes as push
from telehealth.notify.shapes import NewSubscription, PushKey, Receipt, Subscribed, Unsubscribe
from telehealth.patients import commune_routes as commune
from telehealth.patients import routes as patients
from telehealth.patients.shapes import (
    CommuneAdded,
    CommuneFound,
    CommunePatient,
    CommuneSearch,
    ConsentGiven,
    EmergencyConsent,
    NewCommunePatient,
    NewPatient,
    PatientEdit,
    PatientList,
    PatientView,
)
from telehealth.records import routes as records
from telehealth.records.shapes import (
    AddendumView,
    AdviceList,
    AdviceView,
    AuditPage,
    EncounterList,
    EncounterView,
    NewAddendum,
    NoteEdit,
    NoteView,
    SignNote,
    StatedPatient,
)
from telehealth.reports import deliveries, tonight
from telehealth.reports.deliveries import DeliveryList
from telehealth.reports.shapes import CallStory, Tonight
from telehealth.vitals.shapes import NewVitals
from telehealth.voicemail import bytes_in
from telehealth.voicemail import routes as voicemail
from telehealth.voicemail.shapes import LeftMessages, LeftMessageView, NewLeftMessage, OwnMessages, UploadView

ANSWER = staff(P.ANSWER_CALLS, "doctor")
BEDSIDE = staff(P.RING_FOR_PATIENT, "clinic")
CALLBACKS = staff(P.HANDLE_CALLBACKS, "doctor")
DEVICE = {"device": "the browser tab that asks"}
AFTER = {"after": "the number of the last message known"}

STAFF = Access(audiences=frozenset({"doctor", "clinic"}))
"""Any staff: records/access.py judges by itself, so that refusals too reach the audit log."""
SEARCH = {"province": "look among this province's communes", "q": "part of the name, with or without marks"}
BEFORE = {"before": "show what is older than the event with this id"}

ROUTES: list[Route] = [
    # for everybody
    Route("GET", "/api/config", config.read, PUBLIC, config.PublicConfig),
    # accounts
    Route("POST", "/api/auth/code", sign_in.request_code, PUBLIC, CodeSent, CodeRequest, 202),
    Route("POST", "/api/auth/code/verify", sign_in.enter_code, PUBLIC, SignedIn, CodeEntry),
    Route("POST", "/api/auth/device", sign_in.known_device, PUBLIC, SignedIn),
    Route("POST", "/api/auth/guest", sign_in.guest, PUBLIC, SignedIn, GuestEntry),
    Route("POST", "/api/auth/staff", staff_desk.sign_in, PUBLIC, SignedIn, StaffEntry),
    Route("POST", "/api/auth/{audience}/refresh", sessions.refresh_session, PUBLIC, SignedIn),
    Route("POST", "/api/auth/{audience}/sign-out", sessions.sign_out, PUBLIC, None, None, 204),
    Route("POST", "/api/auth/sign-out-everywhere", sessions.sign_out_everywhere, SIGNED_IN, SignedOut),
    Route("GET", "/api/auth/sessions", sessions.list_sessions, SIGNED_IN, SessionList),
    Route("GET", "/api/me", sessions.read_me, SIGNED_IN, Me),
    Route("GET", "/api/staff", staff_desk.list_staff, staff(P.MANAGE_STAFF), StaffList),
    Route("POST", "/api/staff/roles", staff_desk.grant_role, staff(P.MANAGE_STAFF), StaffMember, NewRole),
    Route("DELETE", "/api/staff/roles/{id}", staff_desk.revoke_role, staff(P.MANAGE_STAFF), None, None, 204),
    Route("POST", "/api/staff/phone", staff_desk.set_phone, staff(P.MANAGE_STAFF), StaffMember, StaffPhone),
    Route("POST", "/api/staff/reidentify/{account_id}", staff_desk.reidentify, staff(P.EDIT_IDENTITY), None, None, 204),
    # patients
    Route("GET", "/api/patients", patients.family, ACCOUNT, PatientList),
    Route("POST", "/api/patients", patients.add, ACCOUNT, PatientView, NewPatient, 201),
    Route("PATCH", "/api/patients/{id}", patients.edit, FAMILY_RECORDS, PatientView, PatientEdit),
    Route("DELETE", "/api/patients/{id}", patients.remove, FAMILY_RECORDS, status=204),
    Route("POST", "/api/commune/patients/search", commune.search, BEDSIDE, CommuneFound, CommuneSearch),
    Route("POST", "/api/commune/patients", commune.add, BEDSIDE, CommuneAdded, NewCommunePatient, idempotent=True),
    Route("GET", "/api/commune/patients/{id}", commune.opened, BEDSIDE, CommunePatient),
    # calls
    Route("POST", "/api/calls", calls.request_call, CALLER, CallView, NewCall, 201, idempotent=True),
    Route("GET", "/api/calls/current", calls.current_call, SIGNED_IN, CurrentCall, query=DEVICE),
    Route("GET", "/api/calls/{id}", calls.read_call, SIGNED_IN, CallView, query=DEVICE),
    Route("POST", "/api/calls/{id}/accept", calls.accept, ANSWER, CallView, Accept),
    Route("POST", "/api/calls/{id}/decline", calls.decline, ANSWER, None, Decline, 204),
    Route("POST", "/api/calls/{id}/resume", calls.resume, ANSWER, CallView, Accept),
    Route("POST", "/api/calls/{id}/handover", calls.offer_handover, ANSWER, CallView, Handover),
    Route("POST", "/api/calls/{id}/handover/accept", calls.accept_handover, ANSWER, CallView, Accept),
    Route("POST", "/api/calls/{id}/handover/decline", calls.decline_handover, ANSWER, None, None, 204),
    Route("POST", "/api/calls/{id}/hang-up", calls.hang_up, SIGNED_IN, CallView, HangUp),
    Route("POST", "/api/calls/{id}/reason", calls.reason, CALLER, CallView, Reason),
    Route("POST", "/api/calls/{id}/patient-choice", calls.patient_choice, CALLER, CallView, PatientChoice),
    Route("POST", "/api/calls/{id}/patient", calls.who_is_the_patient, ANSWER, CallView, WhoIsThePatient),
    Route("POST", "/api/calls/{id}/consent", calls.consent, CALLER, CallView, ConsentGiven),
    Route("POST", "/api/calls/{id}/emergency-consent", calls.emergency_consent, ANSWER, CallView, EmergencyConsent),
    Route("POST", "/api/calls/{id}/vitals", measuring.add_vitals, SIGNED_IN, CallView, NewVitals, 201, idempotent=True),
    Route("GET", "/api/calls/{id}/messages", calls.messages, SIGNED_IN, MessageList, query=AFTER),
    Route("POST", "/api/calls/{id}/messages", calls.post_message, SIGNED_IN, MessageView, NewMessage, 201),
    # triage
    Route("GET", "/api/calls/{id}/triage", triage.read_triage, CALLER, TriageView),
    Route("POST", "/api/calls/{id}/triage", triage.say_triage, CALLER, TriageView, TriageSaid),
    Route("POST", "/api/calls/{id}/dialled-115", triage.dialled_115, CALLER, TriageView),
    Route("POST", "/api/calls/{id}/returned-115", triage.returned_115, CALLER, TriageView, Returned),
    Route("POST", "/api/calls/{id}/place", triage.say_place, CALLER, TriageView, PlaceSaid),
    Route("GET", "/api/places", triage.find_places, SIGNED_IN, PlacesFound, query=SEARCH),
    Route("GET", "/api/triage/sets", triage.list_sets, staff(P.VIEW_QUEUE), SetList),
    Route("GET", "/api/ice", ice.read_servers, SIGNED_IN, IceServers),
    # left messages
    Route("POST", "/api/calls/{id}/message", voicemail.begin, CALLER, UploadView, NewLeftMessage, 201),
    Route("GET", "/api/calls/{id}/left-messages", voicemail.of_call, CALLER, OwnMessages),
    Route("GET", "/api/left-messages", voicemail.of_open_callbacks, CALLBACKS, LeftMessages),
    Route("GET", "/api/left-messages/{id}/upload", voicemail.progress, CALLER, UploadView),
    Route(
        "PATCH",
        "/api/left-messages/{id}/upload",
        voicemail.send,
        CALLER,
        UploadView,
        takes=bytes_in.OCTETS,
        patience=bytes_in.WHOLE_PATIENCE,
    ),
    Route("DELETE", "/api/left-messages/{id}/upload", voicemail.drop, CALLER, status=204),
    Route("GET", "/api/left-messages/{id}/recording", voicemail.play, SIGNED_IN, gives="audio/*", patience=300.0),
    Route("POST", "/api/left-messages/{id}/heard", voicemail.heard, CALLBACKS, LeftMessageView),
    # duty
    Route("GET", "/api/status", public.status, PUBLIC, ServiceStatus),
    Route("GET", "/api/duty", desk.read_duty, staff(P.VIEW_QUEUE, "doctor"), DutyView),
    Route("POST", "/api/duty/start", desk.start_duty, ANSWER, DutyView, StartDuty),
    Route("POST", "/api/duty/stop", desk.stop_duty, ANSWER, DutyView),
    Route("POST", "/api/duty/leave-soon", desk.leave_soon, ANSWER, DutyView, LeaveSoon),
    Route("POST", "/api/duty/stay", desk.stay, ANSWER, DutyView),
    Route("POST", "/api/duty/ready", desk.ready, ANSWER, DutyView),
    Route("GET", "/api/ladder", ladder_desk.read_ladder, staff(P.VIEW_QUEUE), LadderView),
    Route("PUT", "/api/ladder", ladder_desk.write_ladder, staff(P.SET_LADDER), LadderView, LadderEdit),
    Route("GET", "/api/ladder/choices", ladder_desk.read_choices, staff(P.VIEW_QUEUE), LadderChoices),
    Route("GET", "/api/ladder/neighbours", ladder_desk.read_neighbours, staff(P.VIEW_QUEUE), NeighbourList),
    Route(
        "PUT", "/api/ladder/neighbours", ladder_desk.write_neighbours, staff(P.SET_LADDER), NeighbourList, NeighbourList
    ),
    Route("POST", "/api/duty/test-alarm", doorbell.test_alarm, ANSWER, TestAlarmSent, TestAlarm),
    Route("POST", "/api/duty/test-alarm/heard", doorbell.test_heard, ANSWER, DeviceList, TestAlarm),
    Route("GET", "/api/devices", doorbell.read_devices, ANSWER, DeviceList),
    Route("POST", "/api/devices", doorbell.say_device, ANSWER, DeviceList, DeviceState),
    # waking
    Route("GET", "/api/push/key", push.push_key, STAFF, PushKey),
    Route("POST", "/api/push/subscription", push.subscribe, STAFF, Subscribed, NewSubscription),
    Route("POST", "/api/push/unsubscribe", push.unsubscribe, STAFF, None, Unsubscribe, 204),
    Route("POST", "/api/alerts/received", push.received, PUBLIC, None, Receipt, 204),
    Route("POST", "/api/alerts/declined", doorbell.declined, PUBLIC, None, Receipt, 204),
    # call-backs
    Route("POST", "/api/callbacks", public.ask_callback, PUBLIC, CallbackTaken, NewCallback, 201),
    Route("GET", "/api/callbacks", promises.list_callbacks, CALLBACKS, CallbackList),
    Route("POST", "/api/callbacks/{id}/claim", promises.claim_callback, CALLBACKS, CallbackView),
    Route("POST", "/api/callbacks/{id}/dialling", dialling.dialling, CALLBACKS, Dialling),
    Route("POST", "/api/callbacks/{id}/telephone", promises.telephone, CALLBACKS, CallbackDone, TelephoneOutcome),
    Route("POST", "/api/callbacks/{id}/call", promises.ring_back, ANSWER, StartedCall, Accept, 201),
    Route("POST", "/api/callbacks/{id}/acknowledge", promises.acknowledge, staff(P.VIEW_QUEUE), CallbackView),
    Route("POST", "/api/callbacks/{id}/offer", promises.offer_callback, CALLBACKS, CallbackView, CallbackHandover),
    Route("POST", "/api/callbacks/{id}/decline", promises.decline_callback, CALLBACKS, CallbackView),
    # records
    Route("GET", "/api/encounters", records.open_loops, staff(P.READ_NOTES), EncounterList),
    Route("GET", "/api/encounters/{id}", records.encounter, SIGNED_IN, EncounterView),
    Route("PUT", "/api/encounters/{id}/note", records.save_note, STAFF, NoteView, NoteEdit),
    Route("POST", "/api/encounters/{id}/patient", records.name_patient, STAFF, EncounterView, StatedPatient),
    Route("POST", "/api/encounters/{id}/sign", records.sign_note, STAFF, NoteView, SignNote),
    Route("POST", "/api/encounters/{id}/addenda", records.add_addendum, STAFF, AddendumView, NewAddendum, 201),
    Route("GET", "/api/advice", records.advice, FAMILY_RECORDS, AdviceList),
    Route("GET", "/api/calls/{id}/advice", records.advice_of_call, CALLER, AdviceView),
    Route("GET", "/api/audit", records.audit_page, staff(P.READ_AUDIT), AuditPage, query=BEFORE),
    # reports
    Route("GET", "/api/clinic/tonight", tonight.tonight, staff(P.VIEW_QUEUE), Tonight),
    Route("GET", "/api/clinic/calls/{id}", tonight.story, staff(P.VIEW_QUEUE), CallStory),
    Route("GET", "/api/clinic/calls/{id}/alerts", deliveries.of_call, staff(P.VIEW_QUEUE), DeliveryList),
]
