// Generated from the server's OpenAPI document by `npm run types`. Do not edit.
export interface paths {
    "/api/advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything the doctors told this family. */
        get: operations["get_advice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts/declined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/alerts/declined: "Từ chối" on a notification, without a session, by the push's one-time token. */
        post: operations["post_alerts_declined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alerts/received": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/alerts/received: without a session, by the push's own token. */
        post: operations["post_alerts_received"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit log for the data-protection officer, newest first: who, what, when, by which rule. No names, no clinical text. */
        get: operations["get_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/{audience}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/auth/{audience}/refresh: a new access token, and the refresh token's successor. */
        post: operations["post_auth_audience_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/{audience}/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/auth/{audience}/sign-out: 204 also when there was nothing to end. */
        post: operations["post_auth_audience_sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/auth/code: the same answer for a known and an unknown number. */
        post: operations["post_auth_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/code/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/auth/code/verify */
        post: operations["post_auth_code_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/auth/device: a phone verified within 12 months rings without a code. */
        post: operations["post_auth_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/guest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/auth/guest: the code has not come after 30 s; ring as "số chưa xác minh", opening no record. */
        post: operations["post_auth_guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GET /api/auth/sessions */
        get: operations["get_auth_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sign-out-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/auth/sign-out-everywhere: every session of the account ends, and every other phone needs a code again. */
        post: operations["post_auth_sign_out_everywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/auth/staff: login, password and TOTP; one answer for everything that does not fit. */
        post: operations["post_auth_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is open, oldest first. */
        get: operations["get_callbacks"];
        put?: never;
        /** Keep a request to be called back; no code is asked. The answer is the same for every number. */
        post: operations["post_callbacks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** "I see to it": alarms are quiet until it is due. */
        post: operations["post_callbacks_id_acknowledge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{id}/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ring the family's open page by video; held by this practitioner from the start. */
        post: operations["post_callbacks_id_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take one; of two who tap, one wins. */
        post: operations["post_callbacks_id_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No: it stays with whoever asked. Yes is to claim it. */
        post: operations["post_callbacks_id_decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{id}/dialling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the call-back, and tell the family by SMS that a doctor rings now. `told`: whether a message leaves. */
        post: operations["post_callbacks_id_dialling"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{id}/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a colleague to take over what one has claimed. */
        post: operations["post_callbacks_id_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/callbacks/{id}/telephone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Dialled by telephone: reached opens an encounter and closes it; not reached puts it back. */
        post: operations["post_callbacks_id_telephone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ring now. */
        post: operations["post_calls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One call. A refusal is in the audit log before it is answered. */
        get: operations["get_calls_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer on this device. */
        post: operations["post_calls_id_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the doctor told in this call. */
        get: operations["get_calls_id_advice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Consent, given or refused by whoever holds the phone. */
        post: operations["post_calls_id_consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no; the next is rung. */
        post: operations["post_calls_id_decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/dialled-115": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** GỌI 115 was tapped. */
        post: operations["post_calls_id_dialled_115"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/emergency-consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** "Cấp cứu, chưa lấy được sự đồng ý", with the doctor's reason. */
        post: operations["post_calls_id_emergency_consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a colleague to take the call over. */
        post: operations["post_calls_id_handover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/handover/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it over, on this device. */
        post: operations["post_calls_id_handover_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/handover/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No, or the holder takes the question back. */
        post: operations["post_calls_id_handover_decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the call, as its caller or its holder. */
        post: operations["post_calls_id_hang_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/left-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's own messages of one call, and whether another may be left. */
        get: operations["get_calls_id_left_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to leave a message; the same id again goes on where it was. */
        post: operations["post_calls_id_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chat after a number. */
        get: operations["get_calls_id_messages"];
        put?: never;
        /** Keep a message. */
        post: operations["post_calls_id_messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/patient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The doctor confirms or corrects who the patient is. */
        post: operations["post_calls_id_patient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/patient-choice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say for whom, while it rings. */
        post: operations["post_calls_id_patient_choice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say where the patient is now. */
        post: operations["post_calls_id_place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/reason": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say why, while it rings. */
        post: operations["post_calls_id_reason"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on at this device. */
        post: operations["post_calls_id_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/returned-115": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Back from dialling 115. */
        post: operations["post_calls_id_returned_115"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/triage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next cards, and what to do about a danger sign. */
        get: operations["get_calls_id_triage"];
        put?: never;
        /** Answer one card or several. */
        post: operations["post_calls_id_triage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/vitals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep what was measured or told; everyone in the call looks again. */
        post: operations["post_calls_id_vitals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's live call; for a practitioner the call they hold, else the one that rings them. */
        get: operations["get_calls_current"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clinic/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The story of one call: rung whom, when, with what result; every transition. */
        get: operations["get_clinic_calls_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clinic/calls/{id}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GET /api/clinic/calls/{id}/alerts */
        get: operations["get_clinic_calls_id_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clinic/tonight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The live view of the queue. */
        get: operations["get_clinic_tonight"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/commune/patients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add somebody, or see first who is almost them. */
        post: operations["post_commune_patients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/commune/patients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them. A refusal is in the audit log before it is answered. */
        get: operations["get_commune_patients_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/commune/patients/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who of the commune bears this name. */
        post: operations["post_commune_patients_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the pages need to know before anybody signs in. */
        get: operations["get_config"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GET /api/devices */
        get: operations["get_devices"];
        put?: never;
        /** POST /api/devices: a page of a doctor is open, and may or may not make sound. */
        post: operations["post_devices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The duty page's state. */
        get: operations["get_duty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duty/leave-soon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No new calls from now on; off duty later. */
        post: operations["post_duty_leave_soon"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duty/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The note is written: may be rung again. */
        post: operations["post_duty_ready"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duty/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on duty at a facility where the role is held; calls that wait are rung at once. */
        post: operations["post_duty_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duty/stay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stays on duty after all; calls that wait are rung at once. */
        post: operations["post_duty_stay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duty/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go off duty; a ring is passed on. */
        post: operations["post_duty_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duty/test-alarm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/duty/test-alarm: a real push to this browser; the page rings by itself. */
        post: operations["post_duty_test_alarm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/duty/test-alarm/heard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/duty/test-alarm/heard: the doctor tapped "Tôi nghe thấy". */
        post: operations["post_duty_test_alarm_heard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/encounters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My unsigned notes first, then my recent ones. */
        get: operations["get_encounters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/encounters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One encounter with its note. */
        get: operations["get_encounters_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/encounters/{id}/addenda": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add words to a signed note. */
        post: operations["post_encounters_id_addenda"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/encounters/{id}/note": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Autosave the note. */
        put: operations["put_encounters_id_note"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/encounters/{id}/patient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** State who a telephone encounter is about. */
        post: operations["post_encounters_id_patient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/encounters/{id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign the note. */
        post: operations["post_encounters_id_sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ICE servers for whoever is signed in; ask again after `ttl` seconds. */
        get: operations["get_ice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ladder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** As it stands. */
        get: operations["get_ladder"];
        /** A new version; calls that ring now keep theirs. */
        put: operations["put_ladder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ladder/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom and what a ladder can name. */
        get: operations["get_ladder_choices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ladder/neighbours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every station's neighbours. */
        get: operations["get_ladder_neighbours"];
        /** Set the neighbours of the stations named; others stay as they are. */
        put: operations["put_ladder_neighbours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/left-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The messages beside the open call-backs. */
        get: operations["get_left_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/left-messages/{id}/heard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** "Đã nghe". */
        post: operations["post_left_messages_id_heard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/left-messages/{id}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The recording itself, whole or a range of it. Every listening, and every refusal, is in the audit log first. */
        get: operations["get_left_messages_id_recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/left-messages/{id}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an upload is. */
        get: operations["get_left_messages_id_upload"];
        put?: never;
        post?: never;
        /** Give up an upload that is not whole. */
        delete: operations["delete_left_messages_id_upload"];
        options?: never;
        head?: never;
        /** Send the next bytes: header Upload-Offset, body application/octet-stream. */
        patch: operations["patch_left_messages_id_upload"];
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GET /api/me */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom this phone cares for, by given name. */
        get: operations["get_patients"];
        put?: never;
        /** Add somebody to the family. */
        post: operations["post_patients"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/patients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take somebody out of the family; their record stays. */
        delete: operations["delete_patients_id"];
        options?: never;
        head?: never;
        /** Change what the family says of one of its own. */
        patch: operations["patch_patients_id"];
        trace?: never;
    };
    "/api/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Provinces, or the communes of one, by name without marks. */
        get: operations["get_places"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/push/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GET /api/push/key */
        get: operations["get_push_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/push/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/push/subscription */
        post: operations["post_push_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/push/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/push/unsubscribe */
        post: operations["post_push_unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GET /api/staff */
        get: operations["get_staff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/staff/phone */
        post: operations["post_staff_phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/reidentify/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/staff/reidentify/{account_id}: staff have made sure who answers a recycled number. */
        post: operations["post_staff_reidentify_account_id"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** POST /api/staff/roles */
        post: operations["post_staff_roles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/roles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** DELETE /api/staff/roles/{id} */
        delete: operations["delete_staff_roles_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is on duty, how long the wait is, whom to dial. */
        get: operations["get_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/triage/sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All clinical content of triage, with who has signed it. */
        get: operations["get_triage_sets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** Accept */
        Accept: {
            /** Device */
            device: string;
        };
        /** AddendumView */
        AddendumView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Author Name */
            author_name: string;
            /** Body */
            body: string;
            /** For Family */
            for_family: boolean;
        };
        /** AdviceList */
        AdviceList: {
            /** Advice */
            advice: components["schemas"]["AdviceView"][];
        };
        /**
         * AdviceView
         * @description "Bác sĩ dặn": what the family reads. Never SOAP.
         */
        AdviceView: {
            /** Addenda */
            addenda: components["schemas"]["AddendumView"][];
            /** Advice */
            advice: string;
            /**
             * Encounter Id
             * Format: uuid
             */
            encounter_id: string;
            /** Ended At */
            ended_at: string | null;
            /** Patient Name */
            patient_name: string | null;
            practitioner: components["schemas"]["PractitionerView"];
            /** Signed */
            signed: boolean;
            /** Signed At */
            signed_at: string | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
        };
        /**
         * Answerable
         * @description Somebody who may be named as owner or deputy.
         */
        Answerable: {
            /**
             * Account Id
             * Format: uuid
             */
            account_id: string;
            /** Facility Name */
            facility_name: string;
            /** Name */
            name: string;
            /** Role */
            role: string;
        };
        /**
         * Answered
         * @description One card's answer: yes, no, unknown, skipped, a figure ("38.5"), a pressure ("160/110"), an hour ("21:30").
         */
        Answered: {
            /** Answer */
            answer: string;
            /** Question */
            question: string;
        };
        /** AuditLine */
        AuditLine: {
            /** Account Id */
            account_id: string | null;
            /** Action */
            action: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Entity */
            entity: string;
            /** Entity Id */
            entity_id: string | null;
            /** Id */
            id: number;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "allowed" | "refused";
            /** Reason */
            reason: string;
            /** Sealed */
            sealed: boolean;
        };
        /** AuditPage */
        AuditPage: {
            /** Events */
            events: components["schemas"]["AuditLine"][];
            /** Next Before */
            next_before: number | null;
        };
        /** CallbackDone */
        CallbackDone: {
            callback: components["schemas"]["CallbackView"];
            /** Encounter Id */
            encounter_id: string | null;
        };
        /**
         * CallbackHandover
         * @description To whom; null takes the question back.
         */
        CallbackHandover: {
            /** Practitioner Id */
            practitioner_id: string | null;
        };
        /** CallbackList */
        CallbackList: {
            /** Callbacks */
            callbacks: components["schemas"]["CallbackView"][];
        };
        /**
         * CallbackTaken
         * @description The answer to the family: nothing but that it is kept.
         */
        CallbackTaken: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
        };
        /** CallbackView */
        CallbackView: {
            /** Acknowledged At */
            acknowledged_at: string | null;
            /** Attempts */
            attempts: number;
            /** Can Ring */
            can_ring: boolean;
            claimed_by: components["schemas"]["PractitionerView"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Due At */
            due_at: string | null;
            /** Encounter Id */
            encounter_id: string | null;
            for_practitioner: components["schemas"]["PractitionerView"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            offered_to: components["schemas"]["PractitionerView"] | null;
            /** Owner Name */
            owner_name: string;
            /** Patient Name */
            patient_name: string | null;
            /** Phone */
            phone: string;
            /** Phone Verified */
            phone_verified: boolean;
            /** Priority */
            priority: number;
            /** Reason */
            reason: string;
            /**
             * Source
             * @enum {string}
             */
            source: "request" | "unanswered" | "dropped";
            /**
             * State
             * @enum {string}
             */
            state: "open" | "claimed" | "done" | "cancelled";
        };
        /**
         * CallerView
         * @description Who holds the phone.
         */
        CallerView: {
            /** Name */
            name: string;
            /** Phone */
            phone: string;
            /**
             * Relation
             * @enum {string}
             */
            relation: "self" | "child" | "parent" | "spouse" | "sibling" | "grandchild" | "grandparent" | "neighbour" | "health_worker" | "other";
            /** Station */
            station: string | null;
            /** Verified */
            verified: boolean;
        };
        /**
         * CallStory
         * @description The story of one call: rung whom, when, with what result; every transition.
         */
        CallStory: {
            call: components["schemas"]["QueueLine"];
            ladder: components["schemas"]["Ladder"];
            /** Rings */
            rings: components["schemas"]["StoryRing"][];
            /** Rung Ends At */
            rung_ends_at: string | null;
            /** Steps */
            steps: components["schemas"]["StoryStep"][];
        };
        /**
         * CallView
         * @description A call as one viewer may see it.
         */
        CallView: {
            /** Ahead */
            ahead: number | null;
            /** Answered At */
            answered_at: string | null;
            /** Callback */
            callback: boolean;
            caller: components["schemas"]["CallerView"];
            /** Caller Lost */
            caller_lost: boolean;
            consent: components["schemas"]["ConsentView"] | null;
            dialled_115: components["schemas"]["Dialled115View"] | null;
            /** Encounter Id */
            encounter_id: string | null;
            /** End Reason */
            end_reason: string | null;
            /** Ended At */
            ended_at: string | null;
            /** Family */
            family: components["schemas"]["PatientView"][] | null;
            handover_to: components["schemas"]["PractitionerView"] | null;
            /** Handover Until */
            handover_until: string | null;
            /** History */
            history: components["schemas"]["PastVisit"][] | null;
            holder: components["schemas"]["PractitionerView"] | null;
            /** Holder Here */
            holder_here: boolean | null;
            /** Holder Lost */
            holder_lost: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Knock */
            knock: boolean;
            /**
             * Media
             * @enum {string}
             */
            media: "video" | "audio";
            /** No Message */
            no_message: boolean;
            /** On Hold */
            on_hold: boolean;
            patient: components["schemas"]["PatientView"] | null;
            /** Patient Confirmed */
            patient_confirmed: boolean;
            place: components["schemas"]["PlaceView"] | null;
            /** Priority */
            priority: number;
            /** Reason */
            reason: string;
            /** Red Flag */
            red_flag: boolean;
            /**
             * Requested At
             * Format: date-time
             */
            requested_at: string;
            ringing: components["schemas"]["PractitionerView"] | null;
            /** Rings Until */
            rings_until: string | null;
            /** Seat Until */
            seat_until: string | null;
            /**
             * Server Time
             * Format: date-time
             */
            server_time: string;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "ringing" | "connected" | "on_hold" | "ended";
            triage: components["schemas"]["TriageSummary"] | null;
            /** Version */
            version: number;
            /**
             * Viewer
             * @enum {string}
             */
            viewer: "caller" | "holder" | "rung" | "staff";
            /** Vitals */
            vitals: components["schemas"]["VitalView"][];
            /** Wait Words */
            wait_words: string | null;
        };
        /**
         * CardView
         * @description One question. `sign` is what the buttons repeat; low and high bound a figure; `audio` names a recording.
         */
        CardView: {
            /** Audio */
            audio: string | null;
            /** High */
            high: number;
            /** Id */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "yes_no" | "number" | "pressure" | "time" | "days" | "age";
            /** Low */
            low: number;
            sign: components["schemas"]["Text"];
            text: components["schemas"]["Text"];
            /** Unit */
            unit: string;
        };
        /**
         * CodeEntry
         * @description The code as typed.
         */
        CodeEntry: {
            /** Code */
            code: string;
            /** Phone */
            phone: string;
        };
        /**
         * CodeRequest
         * @description Ask for a login code by SMS.
         */
        CodeRequest: {
            /** Phone */
            phone: string;
        };
        /**
         * CodeSent
         * @description The same for a known and an unknown number.
         */
        CodeSent: {
            /**
             * Expires In
             * @default 300
             */
            expires_in?: number;
            /** Phone */
            phone: string;
            /**
             * Resend After
             * @default 30
             */
            resend_after?: number;
        };
        /**
         * CommuneAdded
         * @description The new record; or nothing yet, and who may be the same person.
         */
        CommuneAdded: {
            added: components["schemas"]["CommunePatient"] | null;
            /** Alike */
            alike: components["schemas"]["PatientView"][];
        };
        /**
         * CommuneFound
         * @description At most 20 people of the health worker's commune. more: there are others; say more of the name, or the year.
         */
        CommuneFound: {
            /** More */
            more: boolean;
            /** Patients */
            patients: components["schemas"]["PatientView"][];
        };
        /**
         * CommunePatient
         * @description An identity as the health worker of its commune opens it.
         */
        CommunePatient: {
            /** Family Phone */
            family_phone: string | null;
            patient: components["schemas"]["PatientView"];
        };
        /**
         * CommuneSearch
         * @description Beginnings of words of a name, with or without marks; the birth year within two years, where it is known.
         */
        CommuneSearch: {
            /**
             * Birth Year
             * @default null
             */
            birth_year?: number | null;
            /** Name */
            name: string;
        };
        /** ComplaintView */
        ComplaintView: {
            /** En */
            en: string;
            /** Id */
            id: string;
            /** Vi */
            vi: string;
        };
        /**
         * ConsentGiven
         * @description One tap by the patient or relative while it rings.
         */
        ConsentGiven: {
            /**
             * Decision
             * @default given
             * @enum {string}
             */
            decision?: "given" | "refused";
            /**
             * Given By
             * @enum {string}
             */
            given_by: "self" | "child" | "parent" | "spouse" | "sibling" | "grandchild" | "grandparent" | "neighbour" | "health_worker" | "other";
            /** Text Version */
            text_version: string;
        };
        /**
         * ConsentText
         * @description The sentence in force; a consent names its version.
         */
        ConsentText: {
            /** En */
            en: string;
            /** Version */
            version: string;
            /** Vi */
            vi: string;
        };
        /** ConsentView */
        ConsentView: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Decision
             * @enum {string}
             */
            decision: "given" | "refused" | "emergency";
            /** Given By */
            given_by: string;
            /** Reason */
            reason: string | null;
            /** Text Version */
            text_version: string;
        };
        /** CurrentCall */
        CurrentCall: {
            call: components["schemas"]["CallView"] | null;
        };
        /**
         * DangerView
         * @description A danger sign was found: what to do until somebody is there. `signs` are cards, so that a slip is corrected.
         */
        DangerView: {
            /** First Aid */
            first_aid: components["schemas"]["Paragraphs"][];
            /**
             * Level
             * @enum {string}
             */
            level: "emergency" | "urgent" | "routine";
            /** Self Harm */
            self_harm: boolean;
            /** Signs */
            signs: components["schemas"]["CardView"][];
        };
        /** Decline */
        Decline: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * Delivery
         * @description One attempt to reach one person by one channel.
         */
        Delivery: {
            /** Attempt */
            attempt: number;
            /** Channel */
            channel: string;
            /** Delivered At */
            delivered_at: string | null;
            /** Device */
            device: string | null;
            /** Done At */
            done_at: string | null;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Error */
            error: string | null;
            /** Handed At */
            handed_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Purpose */
            purpose: string;
            /** Ring */
            ring: number | null;
            /** State */
            state: string;
            /** To */
            to: string;
        };
        /**
         * DeliveryList
         * @description Oldest first.
         */
        DeliveryList: {
            /** Alerts */
            alerts: components["schemas"]["Delivery"][];
        };
        /** DeviceList */
        DeviceList: {
            /** Devices */
            devices: components["schemas"]["DeviceView"][];
            /** Phone */
            phone: boolean;
            /** Ringable */
            ringable: boolean;
        };
        /**
         * DeviceState
         * @description What a page of a doctor says of itself, when it opens and whenever it changes.
         */
        DeviceState: {
            /** Can Sound */
            can_sound: boolean;
            /** Device */
            device: string;
        };
        /**
         * DeviceView
         * @description One browser of the doctor's.
         */
        DeviceView: {
            /** Can Sound */
            can_sound: boolean;
            /** Confirmed At */
            confirmed_at: string | null;
            /** Current */
            current: boolean;
            /**
             * Last Seen At
             * Format: date-time
             */
            last_seen_at: string;
            /** Name */
            name: string;
            /** Push */
            push: boolean;
            /**
             * Session Id
             * Format: uuid
             */
            session_id: string;
        };
        /**
         * Dialled115View
         * @description The family dialled 115; `answered` is null until they say whether somebody answered.
         */
        Dialled115View: {
            /** Answered */
            answered: boolean | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
        };
        /**
         * Dialling
         * @description The doctor is about to telephone. told: an SMS tells the family to pick up, or told them within ten minutes.
         */
        Dialling: {
            /**
             * Callback Id
             * Format: uuid
             */
            callback_id: string;
            /** Told */
            told: boolean;
        };
        /**
         * DutyView
         * @description The duty page's state.
         */
        DutyView: {
            /** Busy Until */
            busy_until: string | null;
            /** Callbacks */
            callbacks: components["schemas"]["CallbackView"][];
            /** Colleagues */
            colleagues: components["schemas"]["OnDuty"][];
            /** Facility Name */
            facility_name: string | null;
            /** Held Call */
            held_call: string | null;
            /** Knocking Call */
            knocking_call: string | null;
            /** Last On Duty */
            last_on_duty: boolean;
            /** Leaving At */
            leaving_at: string | null;
            /** Offered Call */
            offered_call: string | null;
            /** On Duty */
            on_duty: boolean;
            /** On Hold Calls */
            on_hold_calls: string[];
            /** Rung Call */
            rung_call: string | null;
            /** Since */
            since: string | null;
            /** Standby */
            standby: boolean;
            /** Waiting */
            waiting: components["schemas"]["WaitingCall"][];
        };
        /**
         * EmergencyConsent
         * @description "Cấp cứu, chưa lấy được sự đồng ý": recorded by the doctor with a reason; asked again later.
         */
        EmergencyConsent: {
            /** Reason */
            reason: string;
        };
        /** EncounterLine */
        EncounterLine: {
            /** Ended At */
            ended_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Patient Name */
            patient_name: string | null;
            /** Signed */
            signed: boolean;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
        };
        /**
         * EncounterList
         * @description Open loops: my unsigned notes first, then my recent ones.
         */
        EncounterList: {
            /** Recent */
            recent: components["schemas"]["EncounterLine"][];
            /** Unsigned */
            unsigned: components["schemas"]["EncounterLine"][];
        };
        /**
         * EncounterView
         * @description An encounter as a clinician sees it.
         */
        EncounterView: {
            /** Addenda */
            addenda: components["schemas"]["AddendumView"][];
            /** Call Id */
            call_id: string | null;
            /**
             * Channel
             * @enum {string}
             */
            channel: "video" | "audio" | "phone";
            /** Ended At */
            ended_at: string | null;
            /** Facility Name */
            facility_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Licence */
            licence: string;
            /** May Write */
            may_write: boolean;
            note: components["schemas"]["NoteView"];
            patient: components["schemas"]["PatientView"] | null;
            practitioner: components["schemas"]["PractitionerView"];
            /** Scope */
            scope: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /**
             * Status
             * @enum {string}
             */
            status: "in-progress" | "finished";
            /** Vitals */
            vitals: components["schemas"]["VitalView"][];
            /** Who Speaks */
            who_speaks: string;
        };
        /**
         * GuestEntry
         * @description Ring as "số chưa xác minh": allowed 30 s after a code was asked for on this device and did not come.
         */
        GuestEntry: {
            /** Phone */
            phone: string;
        };
        /**
         * Handover
         * @description To whom; they have to say yes.
         */
        Handover: {
            /**
             * Practitioner Id
             * Format: uuid
             */
            practitioner_id: string;
        };
        /**
         * HangUp
         * @description `no_longer_needed`: the caller says "Không cần nữa", so no call-back is kept.
         */
        HangUp: {
            /**
             * No Longer Needed
             * @default false
             */
            no_longer_needed?: boolean;
        };
        /** IceServer */
        IceServer: {
            /**
             * Credential
             * @default null
             */
            credential?: string | null;
            /** Urls */
            urls: string[];
            /**
             * Username
             * @default null
             */
            username?: string | null;
        };
        /**
         * IceServers
         * @description TURN credentials (REST style, at most an hour).
         */
        IceServers: {
            /** Ice Servers */
            ice_servers: components["schemas"]["IceServer"][];
            /** Ttl */
            ttl: number;
        };
        /**
         * Ladder
         * @description Everything a clinic decides about the course of a call (product rules; the defaults are ours).
         */
        Ladder: {
            /**
             * Give Up After
             * Format: seconds
             */
            give_up_after?: number;
            /**
             * Hold For
             * Format: seconds
             */
            hold_for?: number;
            /**
             * @default {
             *       "after": 300,
             *       "deputy": null,
             *       "deputy_after": 300,
             *       "due": 600,
             *       "owner": null,
             *       "remind_every": 120
             *     }
             */
            last_resort?: components["schemas"]["LastResort"];
            /**
             * Offer For
             * Format: seconds
             */
            offer_for?: number;
            /**
             * Regret
             * Format: seconds
             */
            regret?: number;
            /** Rungs */
            rungs: components["schemas"]["Rung"][];
            /**
             * Seat
             * Format: seconds
             */
            seat?: number;
            /**
             * Seat While Dialling
             * Format: seconds
             */
            seat_while_dialling?: number;
            /**
             * @default {
             *       "push_every": 15,
             *       "sms_after": 20,
             *       "voice_after": 40
             *     }
             */
            waking?: components["schemas"]["Waking"];
            /**
             * Wrap Up
             * Format: seconds
             */
            wrap_up?: number;
        };
        /**
         * LadderChoices
         * @description Whom and what a ladder of this province can name.
         */
        LadderChoices: {
            /** Bounds */
            bounds: {
                [key: string]: [
                    number,
                    number
                ];
            };
            /** People */
            people: components["schemas"]["Answerable"][];
            /** Places */
            places: components["schemas"]["LadderPlace"][];
        };
        /**
         * LadderEdit
         * @description A new version over the one that was seen.
         */
        LadderEdit: {
            ladder: components["schemas"]["Ladder"];
            /** Version */
            version: number;
        };
        /**
         * LadderPlace
         * @description A facility, as the list of neighbours names it.
         */
        LadderPlace: {
            /** Commune Name */
            commune_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
        };
        /**
         * LadderView
         * @description The ladder as it stands; version 0 is the default nobody has written.
         */
        LadderView: {
            ladder: components["schemas"]["Ladder"];
            /** Version */
            version: number;
            /** Written At */
            written_at: string | null;
            /** Written By */
            written_by: string;
        };
        /**
         * LastResort
         * @description The call-back task that stands behind a call nobody answers.
         */
        LastResort: {
            /**
             * After
             * Format: seconds
             */
            after?: number;
            /**
             * Deputy
             * @default null
             */
            deputy?: string | null;
            /**
             * Deputy After
             * Format: seconds
             */
            deputy_after?: number;
            /**
             * Due
             * Format: seconds
             */
            due?: number;
            /**
             * Owner
             * @default null
             */
            owner?: string | null;
            /**
             * Remind Every
             * Format: seconds
             */
            remind_every?: number;
        };
        /**
         * LeaveSoon
         * @description "Nghỉ sau 15 phút": no new calls from now on, the present one is kept.
         */
        LeaveSoon: {
            /**
             * Minutes
             * @default 15
             */
            minutes?: number;
        };
        /** LeftMessages */
        LeftMessages: {
            /** Messages */
            messages: components["schemas"]["LeftMessageView"][];
        };
        /**
         * LeftMessageView
         * @description A message on the duty page, beside its call-back.
         */
        LeftMessageView: {
            /**
             * Call Id
             * Format: uuid
             */
            call_id: string;
            /**
             * Callback Id
             * Format: uuid
             */
            callback_id: string;
            /** Heard At */
            heard_at: string | null;
            heard_by: components["schemas"]["PractitionerView"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "voice" | "video";
            /**
             * Media Type
             * @enum {string}
             */
            media_type: "audio/webm" | "audio/ogg" | "audio/mp4" | "video/webm" | "video/mp4";
            /** Seconds */
            seconds: number;
            /**
             * Uploaded At
             * Format: date-time
             */
            uploaded_at: string;
        };
        /**
         * Manner
         * @description How the people of a rung are rung.
         * @enum {string}
         */
        Manner: "one_by_one" | "all_at_once";
        /**
         * Me
         * @description Who is signed in.
         */
        Me: {
            /** Account Id */
            account_id: string | null;
            /**
             * Audience
             * @enum {string}
             */
            audience: "patient" | "doctor" | "clinic";
            /** Display Name */
            display_name: string;
            /** Identified */
            identified: boolean;
            /** Phone */
            phone: string | null;
            practitioner: components["schemas"]["PractitionerView"] | null;
            /** Roles */
            roles: components["schemas"]["RoleView"][];
            /**
             * Scope
             * @enum {string}
             */
            scope: "full" | "ring" | "guest";
        };
        /** MessageList */
        MessageList: {
            /** Messages */
            messages: components["schemas"]["MessageView"][];
        };
        /** MessageView */
        MessageView: {
            /**
             * Author
             * @enum {string}
             */
            author: "caller" | "holder";
            /** Author Name */
            author_name: string;
            /** Body */
            body: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Mine */
            mine: boolean;
            /** Number */
            number: number;
            /**
             * Sent At
             * Format: date-time
             */
            sent_at: string;
        };
        /**
         * NeighbourList
         * @description Whose doctors are rung for a station that does not answer: facility → neighbours.
         */
        NeighbourList: {
            /** Neighbours */
            neighbours: {
                [key: string]: string[];
            };
        };
        /** NewAddendum */
        NewAddendum: {
            /** Body */
            body: string;
            /**
             * For Family
             * @default false
             */
            for_family?: boolean;
        };
        /**
         * NewCall
         * @description Ring now. patient_id null is "Người khác".
         */
        NewCall: {
            /**
             * Media
             * @default video
             * @enum {string}
             */
            media?: "video" | "audio";
            /**
             * Patient Id
             * @default null
             */
            patient_id?: string | null;
            /**
             * Reason
             * @default
             */
            reason?: string;
            /**
             * Relation
             * @default other
             * @enum {string}
             */
            relation?: "self" | "child" | "parent" | "spouse" | "sibling" | "grandchild" | "grandparent" | "neighbour" | "health_worker" | "other";
        };
        /**
         * NewCallback
         * @description Ask to be called back. Needs no code.
         */
        NewCallback: {
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Patient Id
             * @default null
             */
            patient_id?: string | null;
            /** Phone */
            phone: string;
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * NewCommunePatient
         * @description Somebody of the commune who has no record yet. new_person: none of those shown before is this person.
         */
        NewCommunePatient: {
            /** Birth Year */
            birth_year: number;
            /**
             * Facility Id
             * @default null
             */
            facility_id?: string | null;
            /**
             * Family Phone
             * @default null
             */
            family_phone?: string | null;
            /** Name */
            name: string;
            /**
             * New Person
             * @default false
             */
            new_person?: boolean;
            /**
             * Sex
             * @enum {string}
             */
            sex: "female" | "male" | "other" | "unknown";
        };
        /**
         * NewLeftMessage
         * @description A recording about to be sent. The id is made by the client: the same again goes on where it was.
         */
        NewLeftMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Media Type
             * @enum {string}
             */
            media_type: "audio/webm" | "audio/ogg" | "audio/mp4" | "video/webm" | "video/mp4";
            /** Seconds */
            seconds: number;
            /** Size */
            size: number;
        };
        /**
         * NewMessage
         * @description A chat message; the id is made by the client.
         */
        NewMessage: {
            /** Body */
            body: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * NewPatient
         * @description A family member. Give the birth date, or only the year.
         */
        NewPatient: {
            /**
             * Birth Date
             * @default null
             */
            birth_date?: string | null;
            /**
             * Birth Year
             * @default null
             */
            birth_year?: number | null;
            /**
             * Commune Name
             * @default
             */
            commune_name?: string;
            /** Name */
            name: string;
            /**
             * Relation
             * @enum {string}
             */
            relation: "self" | "child" | "parent" | "spouse" | "sibling" | "grandchild" | "grandparent" | "neighbour" | "health_worker" | "other";
            /**
             * Sex
             * @enum {string}
             */
            sex: "female" | "male" | "other" | "unknown";
        };
        /**
         * NewRole
         * @description Grant a role at a facility of the administrator's.
         */
        NewRole: {
            /**
             * Facility Id
             * Format: uuid
             */
            facility_id: string;
            /** Login */
            login: string;
            role: components["schemas"]["Role"];
        };
        /**
         * NewSubscription
         * @description A browser's PushSubscription, and the tab that made it.
         */
        NewSubscription: {
            /** Device */
            device: string;
            /** Endpoint */
            endpoint: string;
            keys: components["schemas"]["PushKeys"];
            /**
             * Language
             * @default vi
             * @enum {string}
             */
            language?: "vi" | "en";
        };
        /**
         * NewVital
         * @description One value: LOINC code, number, UCUM unit.
         */
        NewVital: {
            /** Code */
            code: string;
            /** Unit */
            unit: string;
            /** Value */
            value: number;
        };
        /**
         * NewVitals
         * @description Values taken at one time. `confirmed`: yes, "14/9" is meant as 140/90 (asked for by 'vital-short-form').
         */
        NewVitals: {
            /**
             * Confirmed
             * @default false
             */
            confirmed?: boolean;
            /**
             * Measured At
             * @default null
             */
            measured_at?: string | null;
            /**
             * Source
             * @enum {string}
             */
            source: "reported" | "measured" | "device";
            /** Vitals */
            vitals: components["schemas"]["NewVital"][];
        };
        /**
         * NoteEdit
         * @description Autosave. `version` is the version this edit was made on; an older one is a 409 that carries the newer note.
         */
        NoteEdit: {
            /** Advice */
            advice: string;
            /** Assessment */
            assessment: string;
            /** Objective */
            objective: string;
            /** Plan */
            plan: string;
            /** Subjective */
            subjective: string;
            /** Version */
            version: number;
        };
        /** NoteView */
        NoteView: {
            /** Advice */
            advice: string;
            /** Assessment */
            assessment: string;
            /** Objective */
            objective: string;
            /** Plan */
            plan: string;
            /** Signed At */
            signed_at: string | null;
            /** Signed By */
            signed_by: string | null;
            /** Subjective */
            subjective: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * NumberView
         * @description Whom to dial. kind: emergency (115), province, station, hospital, child (111).
         */
        NumberView: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "emergency" | "province" | "station" | "hospital" | "child";
            name: components["schemas"]["Text"];
            /** Number */
            number: string;
        };
        /** OnDuty */
        OnDuty: {
            /** Busy Until */
            busy_until: string | null;
            /** Engaged */
            engaged: boolean;
            /** Leaving At */
            leaving_at: string | null;
            /** Missed In Row */
            missed_in_row: number;
            practitioner: components["schemas"]["PractitionerView"];
            /** Ringable */
            ringable: boolean;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Sound Confirmed */
            sound_confirmed: boolean;
            /** Standby */
            standby: boolean;
        };
        /**
         * OwedCall
         * @description An open call-back as the clinic's page shows it: who answers for it, and no way to reach the family.
         */
        OwedCall: {
            /** Acknowledged At */
            acknowledged_at: string | null;
            /** Acknowledged By */
            acknowledged_by: string;
            /** Attempts */
            attempts: number;
            /** Call Id */
            call_id: string | null;
            claimed_by: components["schemas"]["PractitionerView"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Deputy At */
            deputy_at: string | null;
            /** Deputy Name */
            deputy_name: string;
            /** Due At */
            due_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Mine */
            mine: boolean;
            /** Owner Name */
            owner_name: string;
            /** Patient Label */
            patient_label: string;
            /** Priority */
            priority: number;
            /**
             * Source
             * @enum {string}
             */
            source: "request" | "unanswered" | "dropped";
            /**
             * State
             * @enum {string}
             */
            state: "open" | "claimed";
        };
        /**
         * OwnMessage
         * @description A message as the family that left it sees it.
         */
        OwnMessage: {
            /** Can Hear */
            can_hear: boolean;
            /** Heard At */
            heard_at: string | null;
            heard_by: components["schemas"]["PractitionerView"] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "voice" | "video";
            /**
             * Media Type
             * @enum {string}
             */
            media_type: "audio/webm" | "audio/ogg" | "audio/mp4" | "video/webm" | "video/mp4";
            /** Offset */
            offset: number;
            /** Seconds */
            seconds: number;
            /** Size */
            size: number;
            /** Uploaded At */
            uploaded_at: string | null;
        };
        /** OwnMessages */
        OwnMessages: {
            /** Messages */
            messages: components["schemas"]["OwnMessage"][];
            /** Offered */
            offered: boolean;
        };
        /** Paragraphs */
        Paragraphs: {
            /** En */
            en: string[];
            /** Vi */
            vi: string[];
        };
        /**
         * PastVisit
         * @description One line of history on the ringing card.
         */
        PastVisit: {
            /**
             * Encounter Id
             * Format: uuid
             */
            encounter_id: string;
            /** Practitioner Name */
            practitioner_name: string;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Summary */
            summary: string;
        };
        /**
         * PatientChoice
         * @description For whom, said by the caller while it rings; null is "Người khác".
         */
        PatientChoice: {
            /** Patient Id */
            patient_id: string | null;
            /**
             * Relation
             * @enum {string}
             */
            relation: "self" | "child" | "parent" | "spouse" | "sibling" | "grandchild" | "grandparent" | "neighbour" | "health_worker" | "other";
        };
        /**
         * PatientEdit
         * @description Fields to change; the rest stays.
         */
        PatientEdit: {
            /**
             * Birth Date
             * @default null
             */
            birth_date?: string | null;
            /**
             * Birth Year
             * @default null
             */
            birth_year?: number | null;
            /**
             * Commune Name
             * @default null
             */
            commune_name?: string | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * Sex
             * @default null
             */
            sex?: ("female" | "male" | "other" | "unknown") | null;
        };
        /** PatientList */
        PatientList: {
            /** Patients */
            patients: components["schemas"]["PatientView"][];
        };
        /**
         * PatientView
         * @description A patient as their family sees them.
         */
        PatientView: {
            /** Age Months */
            age_months: number;
            /** Birth Date */
            birth_date: string | null;
            /** Birth Year */
            birth_year: number;
            /** Commune Name */
            commune_name: string;
            /** Given Name */
            given_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Relation */
            relation: ("self" | "child" | "parent" | "spouse" | "sibling" | "grandchild" | "grandparent" | "neighbour" | "health_worker" | "other") | null;
            /**
             * Sex
             * @enum {string}
             */
            sex: "female" | "male" | "other" | "unknown";
        };
        /** PlaceFound */
        PlaceFound: {
            /** Code */
            code: string;
            /** Name */
            name: string;
        };
        /**
         * PlaceSaid
         * @description Where the patient is now: a province, a commune of it if known, and words to find the house.
         */
        PlaceSaid: {
            /**
             * Commune
             * @default null
             */
            commune?: string | null;
            /**
             * Note
             * @default
             */
            note?: string;
            /** Province */
            province: string;
        };
        /** PlacesFound */
        PlacesFound: {
            /** Places */
            places: components["schemas"]["PlaceFound"][];
        };
        /**
         * PlaceView
         * @description Where the patient is now; `said` is false while it is only what the record suggests.
         */
        PlaceView: {
            /** Commune */
            commune: string;
            /** Note */
            note: string;
            /** Province */
            province: string;
            /** Province Name */
            province_name: string;
            /** Said */
            said: boolean;
        };
        /**
         * PractitionerView
         * @description A practitioner as families and colleagues see them.
         */
        PractitionerView: {
            /** Facility Name */
            facility_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Licence Number */
            licence_number: string;
            /** Name */
            name: string;
            /** Title */
            title: string;
        };
        /** @description A problem document (RFC 9457). `code` is stable; further members depend on it. */
        Problem: {
            code: string;
            detail: string;
            errors?: {
                code: string;
                field: string;
            }[];
            request_id?: string;
            /** @description Seconds to wait; also in Retry-After. */
            retry_after?: number;
            status: number;
            title: string;
            /** Format: uri */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * PublicConfig
         * @description Settings that are no secret.
         */
        PublicConfig: {
            consent: components["schemas"]["ConsentText"];
            /** Demo */
            demo: boolean;
            /** Product Name */
            product_name: string;
            /** Sms Countries */
            sms_countries: string[];
        };
        /**
         * PushKey
         * @description What a browser subscribes with.
         */
        PushKey: {
            /** Public Key */
            public_key: string;
        };
        /**
         * PushKeys
         * @description The browser's own keys.
         */
        PushKeys: {
            /** Auth */
            auth: string;
            /** P256Dh */
            p256dh: string;
        };
        /**
         * QuestionView
         * @description A question as staff read it, with its dangerous answer in words of the data.
         */
        QuestionView: {
            /** Danger */
            danger: {
                [key: string]: string | number;
            };
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Level */
            level: string | null;
            text: components["schemas"]["Text"];
        };
        /** QueueLine */
        QueueLine: {
            /** Answered At */
            answered_at: string | null;
            /**
             * Call Id
             * Format: uuid
             */
            call_id: string;
            /** Callback */
            callback: boolean;
            /** End Reason */
            end_reason: string | null;
            /** Ended At */
            ended_at: string | null;
            holder: components["schemas"]["PractitionerView"] | null;
            /** Patient Label */
            patient_label: string;
            /** Priority */
            priority: number;
            /** Red Flag */
            red_flag: boolean;
            /**
             * Requested At
             * Format: date-time
             */
            requested_at: string;
            /** Ringing */
            ringing: components["schemas"]["PractitionerView"][];
            /** Rung */
            rung: number;
            /** Rung Ends At */
            rung_ends_at: string | null;
            /** Rungs */
            rungs: number;
            /** State */
            state: string;
            /** Waited Seconds */
            waited_seconds: number;
        };
        /**
         * Reason
         * @description The chief complaint, said while it rings.
         */
        Reason: {
            /** Reason */
            reason: string;
        };
        /**
         * Receipt
         * @description The one-time token of a push: whoever holds it received that push.
         */
        Receipt: {
            /** Token */
            token: string;
        };
        /**
         * Returned
         * @description Back from dialling 115: did anybody answer there?
         */
        Returned: {
            /** Answered */
            answered: boolean;
        };
        /**
         * Role
         * @description A role at one facility.
         * @enum {string}
         */
        Role: "doctor" | "nurse" | "health_worker" | "receptionist" | "manager" | "administrator" | "dpo";
        /** RoleView */
        RoleView: {
            /**
             * Facility Id
             * Format: uuid
             */
            facility_id: string;
            /** Facility Name */
            facility_name: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            role: components["schemas"]["Role"];
        };
        /**
         * Rung
         * @description One step of the ladder.
         */
        Rung: {
            /**
             * Lasts
             * Format: seconds
             */
            lasts?: number;
            /** @default one_by_one */
            manner?: components["schemas"]["Manner"];
            /**
             * Next After
             * Format: seconds
             */
            next_after?: number;
            /**
             * Pause
             * Format: seconds
             */
            pause?: number;
            /**
             * Ring For
             * Format: seconds
             */
            ring_for?: number;
            /**
             * Rounds
             * @default 100
             */
            rounds?: number;
            whom: components["schemas"]["Whom"];
        };
        /**
         * ServiceStatus
         * @description The truth under the call button; public.
         */
        ServiceStatus: {
            /** Emergency Number */
            emergency_number: string;
            /** Facility Name */
            facility_name: string;
            /** On Duty */
            on_duty: number;
            /** Station Name */
            station_name: string;
            /** Station Phone */
            station_phone: string;
            /** Wait Range */
            wait_range: [
                number,
                number
            ] | null;
            /** Wait Words */
            wait_words: string;
            /** Waiting */
            waiting: number;
        };
        /** SessionList */
        SessionList: {
            /** Sessions */
            sessions: components["schemas"]["SessionView"][];
        };
        /** SessionView */
        SessionView: {
            /**
             * Audience
             * @enum {string}
             */
            audience: "patient" | "doctor" | "clinic";
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Current */
            current: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Last Used At
             * Format: date-time
             */
            last_used_at: string;
        };
        /** SetList */
        SetList: {
            /** Sets */
            sets: components["schemas"]["SetView"][];
        };
        /**
         * SetView
         * @description A set of questions, or another piece of clinical content, and who has signed it.
         */
        SetView: {
            /** Id */
            id: string;
            /** Questions */
            questions: components["schemas"]["QuestionView"][];
            sign_off: components["schemas"]["SignOffView"];
            /** Source */
            source: string;
            title: components["schemas"]["Text"];
            /** Version */
            version: string;
        };
        /**
         * SignedIn
         * @description A fresh access token (15 minutes); the refresh token travels in a cookie.
         */
        SignedIn: {
            /** Access Token */
            access_token: string;
            /** Expires In */
            expires_in: number;
            me: components["schemas"]["Me"];
        };
        /** SignedOut */
        SignedOut: {
            /** Sessions Ended */
            sessions_ended: number;
        };
        /** SignNote */
        SignNote: {
            /** Version */
            version: number;
        };
        /** SignOffView */
        SignOffView: {
            /** At */
            at: string | null;
            /** By */
            by: string | null;
            /** Needed */
            needed: boolean;
        };
        /**
         * SignView
         * @description A sign that was affirmed; figures come with their unit.
         */
        SignView: {
            /** Answer */
            answer: string;
            /**
             * Level
             * @enum {string}
             */
            level: "emergency" | "urgent" | "routine";
            sign: components["schemas"]["Text"];
            /** Unit */
            unit: string;
        };
        /**
         * StaffEntry
         * @description Staff sign-in.
         */
        StaffEntry: {
            /**
             * Audience
             * @enum {string}
             */
            audience: "doctor" | "clinic";
            /** Login */
            login: string;
            /** Password */
            password: string;
            /** Totp */
            totp: string;
        };
        /** StaffList */
        StaffList: {
            /** Staff */
            staff: components["schemas"]["StaffMember"][];
        };
        /** StaffMember */
        StaffMember: {
            /**
             * Account Id
             * Format: uuid
             */
            account_id: string;
            /** Display Name */
            display_name: string;
            /** Licence Expires On */
            licence_expires_on: string | null;
            /** Licence Number */
            licence_number: string | null;
            /** Login */
            login: string;
            /** Phone */
            phone: string | null;
            /** Roles */
            roles: components["schemas"]["RoleView"][];
        };
        /**
         * StaffPhone
         * @description The telephone by which a practitioner is woken; null takes it away.
         */
        StaffPhone: {
            /**
             * Account Id
             * Format: uuid
             */
            account_id: string;
            /** Phone */
            phone: string | null;
        };
        /**
         * StartDuty
         * @description Go on duty at one facility (where the role is held).
         */
        StartDuty: {
            /**
             * Facility Id
             * @default null
             */
            facility_id?: string | null;
            /**
             * Standby
             * @default false
             */
            standby?: boolean;
        };
        /** StartedCall */
        StartedCall: {
            /**
             * Call Id
             * Format: uuid
             */
            call_id: string;
        };
        /**
         * StatedPatient
         * @description The person of a telephone encounter, as the clinician asked.
         */
        StatedPatient: {
            /** Birth Year */
            birth_year: number;
            /** Name */
            name: string;
            /**
             * Sex
             * @enum {string}
             */
            sex: "female" | "male" | "other" | "unknown";
        };
        /** StoryRing */
        StoryRing: {
            /** Ended At */
            ended_at: string | null;
            /** Knock */
            knock: boolean;
            /** Number */
            number: number;
            /** Outcome */
            outcome: string;
            practitioner: components["schemas"]["PractitionerView"];
            /** Rung */
            rung: number;
            /**
             * Rung At
             * Format: date-time
             */
            rung_at: string;
        };
        /** StoryStep */
        StoryStep: {
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Event */
            event: string;
            /** From State */
            from_state: string | null;
            /** Priority */
            priority: number | null;
            /** Rung */
            rung: number | null;
            /** To State */
            to_state: string;
            /** Version */
            version: number;
        };
        /** Subscribed */
        Subscribed: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /**
         * TelephoneOutcome
         * @description The doctor dialled by telephone: opens an encounter with channel 'phone'.
         */
        TelephoneOutcome: {
            /** Reached */
            reached: boolean;
        };
        /**
         * TestAlarm
         * @description Ring this device to try it.
         */
        TestAlarm: {
            /** Device */
            device: string;
        };
        /**
         * TestAlarmSent
         * @description `pushes`: how many of this browser's subscriptions a real push is on its way to.
         */
        TestAlarmSent: {
            /** Pushes */
            pushes: number;
        };
        /** Text */
        Text: {
            /** En */
            en: string;
            /** Vi */
            vi: string;
        };
        /**
         * Tonight
         * @description Tonight at a glance (since 18:00 local, or 06:00 by day).
         */
        Tonight: {
            /** Answered */
            answered: number;
            /** Answered Within Two Minutes */
            answered_within_two_minutes: number;
            /** Callbacks */
            callbacks: components["schemas"]["OwedCall"][];
            /** Callbacks Open */
            callbacks_open: number;
            /** In Call */
            in_call: number;
            /** Live */
            live: components["schemas"]["QueueLine"][];
            /** Longest Wait Seconds */
            longest_wait_seconds: number | null;
            /** Nobody Stays */
            nobody_stays: boolean;
            /** On Duty */
            on_duty: components["schemas"]["OnDuty"][];
            /** Recent */
            recent: components["schemas"]["QueueLine"][];
            /**
             * Server Time
             * Format: date-time
             */
            server_time: string;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Unanswered */
            unanswered: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * TriageSaid
         * @description What the family answers while it rings, one card or several at once. The same answer again changes nothing.
         */
        TriageSaid: {
            /** Answers */
            answers?: components["schemas"]["Answered"][];
            /**
             * Complaint
             * @default null
             */
            complaint?: string | null;
            /**
             * Pregnant
             * @default null
             */
            pregnant?: ("yes" | "no" | "unknown" | "skipped") | null;
        };
        /**
         * TriageSummary
         * @description What the doctor reads first. `measured`: figures that were given and are not dangerous.
         */
        TriageSummary: {
            complaint: components["schemas"]["Text"] | null;
            /** Last Normal */
            last_normal: string | null;
            /** Measured */
            measured: components["schemas"]["SignView"][];
            /** Self Harm */
            self_harm: boolean;
            /** Signs */
            signs: components["schemas"]["SignView"][];
            /** Unanswered */
            unanswered: number;
        };
        /**
         * TriageView
         * @description What the page of the family shows next while it rings.
         */
        TriageView: {
            /** Answered */
            answered: number;
            /** Cards */
            cards: components["schemas"]["CardView"][];
            /** Complaint */
            complaint: string | null;
            /** Complaints */
            complaints: components["schemas"]["ComplaintView"][];
            danger: components["schemas"]["DangerView"] | null;
            dialled_115: components["schemas"]["Dialled115View"] | null;
            /**
             * Level
             * @enum {string}
             */
            level: "emergency" | "urgent" | "routine";
            /** Numbers */
            numbers: components["schemas"]["NumberView"][];
            own_transport: components["schemas"]["Paragraphs"];
            place: components["schemas"]["PlaceView"];
            /** Skipped */
            skipped: number;
            /** Total */
            total: number;
        };
        /** Unsubscribe */
        Unsubscribe: {
            /** Endpoint */
            endpoint: string;
        };
        /**
         * UploadView
         * @description How far an upload is. Send bytes from `offset` on: whole pieces of `piece` bytes (the last may be shorter), at most
         *     `most` bytes at a time.
         */
        UploadView: {
            /** Done */
            done: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Most */
            most: number;
            /** Offset */
            offset: number;
            /** Piece */
            piece: number;
            /** Size */
            size: number;
        };
        /**
         * VitalView
         * @description One value as the people in the call see it.
         */
        VitalView: {
            /**
             * By
             * @enum {string}
             */
            by: "family" | "health_worker" | "clinician";
            /** Code */
            code: string;
            /** Current */
            current: boolean;
            /** Fast Breathing */
            fast_breathing: boolean;
            /** Id */
            id: number;
            /**
             * Measure
             * @enum {string}
             */
            measure: "systolic" | "diastolic" | "heart_rate" | "respiratory_rate" | "spo2" | "temperature" | "glucose" | "weight" | "height";
            /**
             * Measured At
             * Format: date-time
             */
            measured_at: string;
            /**
             * Source
             * @enum {string}
             */
            source: "reported" | "measured" | "device";
            /** Unit */
            unit: string;
            /** Value */
            value: number;
        };
        /**
         * WaitingCall
         * @description One line of the queue on the duty page.
         */
        WaitingCall: {
            /** Age Months */
            age_months: number | null;
            /**
             * Call Id
             * Format: uuid
             */
            call_id: string;
            /** Callback */
            callback: boolean;
            /** Patient Name */
            patient_name: string | null;
            /** Priority */
            priority: number;
            /** Reason */
            reason: string;
            /** Red Flag */
            red_flag: boolean;
            /**
             * Requested At
             * Format: date-time
             */
            requested_at: string;
            /** State */
            state: string;
        };
        /**
         * Waking
         * @description How a doctor who is rung is woken, counted from the ring's start.
         */
        Waking: {
            /**
             * Push Every
             * Format: seconds
             */
            push_every?: number;
            /**
             * Sms After
             * Format: seconds
             */
            sms_after?: number;
            /**
             * Voice After
             * Format: seconds
             */
            voice_after?: number;
        };
        /**
         * WhoIsThePatient
         * @description The doctor confirms or corrects who the patient is, until signing.
         *
         *     Choose one of the caller's family (patient_id: the present one confirms), or state the person (name, birth year,
         *     sex): that corrects the present patient, or makes a new one when there is none or `new_person` is true.
         */
        WhoIsThePatient: {
            /**
             * Birth Year
             * @default null
             */
            birth_year?: number | null;
            /**
             * Name
             * @default null
             */
            name?: string | null;
            /**
             * New Person
             * @default false
             */
            new_person?: boolean;
            /**
             * Patient Id
             * @default null
             */
            patient_id?: string | null;
            /**
             * Sex
             * @default null
             */
            sex?: ("female" | "male" | "other" | "unknown") | null;
        };
        /**
         * Whom
         * @description Who stands on a rung. Everybody on it is on duty; only the last also counts those on standby.
         * @enum {string}
         */
        Whom: "station" | "neighbours" | "hospital" | "province" | "everyone";
    };
    responses: {
        /** @description Conflict: somebody else was first, or the state has moved on. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Denied: we know who asks, and they may not. */
        Denied: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Invalid: what was sent does not say something we can act on. */
        Invalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description NotFound: it is not there, or strangers must not know it is. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description TooLarge: more bytes than the contract allows. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description TooMany: ask again after Retry-After seconds. */
        TooMany: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Unavailable: a part we need is down, or nobody is on duty. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Unidentified: nobody is signed in, or the sign-in has ended. */
        Unidentified: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_advice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdviceList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_alerts_declined: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Receipt"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_alerts_received: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Receipt"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_audit: {
        parameters: {
            query?: {
                /** @description show what is older than the event with this id */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_auth_audience_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                audience: "patient" | "doctor" | "clinic";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_auth_audience_sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                audience: "patient" | "doctor" | "clinic";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_auth_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeRequest"];
            };
        };
        responses: {
            /** @description Done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeSent"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_auth_code_verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeEntry"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_auth_device: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_auth_guest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuestEntry"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_auth_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_auth_sign_out_everywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_auth_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffEntry"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_callbacks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_callbacks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCallback"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackTaken"];
                };
            };
            400: components["responses"]["Invalid"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_callbacks_id_acknowledge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_callbacks_id_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Accept"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedCall"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_callbacks_id_claim: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_callbacks_id_decline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_callbacks_id_dialling: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dialling"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_callbacks_id_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallbackHandover"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_callbacks_id_telephone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TelephoneOutcome"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackDone"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat with the same key is answered with the stored result; another body with it is a 409 'key-reused'. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCall"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_calls_id: {
        parameters: {
            query?: {
                /** @description the browser tab that asks */
                device?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_accept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Accept"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_calls_id_advice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdviceView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_consent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentGiven"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_decline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Decline"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_dialled_115: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriageView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_emergency_consent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmergencyConsent"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_handover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Handover"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_handover_accept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Accept"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_handover_decline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_hang_up: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HangUp"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_calls_id_left_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnMessages"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_message: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLeftMessage"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_calls_id_messages: {
        parameters: {
            query?: {
                /** @description the number of the last message known */
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_messages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_patient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhoIsThePatient"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_patient_choice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatientChoice"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_place: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceSaid"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriageView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_reason: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_resume: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Accept"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_returned_115: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Returned"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriageView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_calls_id_triage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriageView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_triage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriageSaid"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriageView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_calls_id_vitals: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat with the same key is answered with the stored result; another body with it is a 409 'key-reused'. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewVitals"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_calls_current: {
        parameters: {
            query?: {
                /** @description the browser tab that asks */
                device?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentCall"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_clinic_calls_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallStory"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_clinic_calls_id_alerts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_clinic_tonight: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tonight"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_commune_patients: {
        parameters: {
            query?: never;
            header?: {
                /** @description A repeat with the same key is answered with the stored result; another body with it is a 409 'key-reused'. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCommunePatient"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommuneAdded"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_commune_patients_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommunePatient"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_commune_patients_search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommuneSearch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommuneFound"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_config: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicConfig"];
                };
            };
            400: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceState"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_duty: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_duty_leave_soon: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaveSoon"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_duty_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_duty_start: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartDuty"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_duty_stay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_duty_stop: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_duty_test_alarm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestAlarm"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestAlarmSent"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_duty_test_alarm_heard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestAlarm"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_encounters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EncounterList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_encounters_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EncounterView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_encounters_id_addenda: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAddendum"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddendumView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_encounters_id_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteEdit"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_encounters_id_patient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatedPatient"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EncounterView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_encounters_id_sign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignNote"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_ice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IceServers"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_ladder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LadderView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_ladder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LadderEdit"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LadderView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_ladder_choices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LadderChoices"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_ladder_neighbours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NeighbourList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_ladder_neighbours: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NeighbourList"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NeighbourList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_left_messages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeftMessages"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_left_messages_id_heard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeftMessageView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_left_messages_id_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/*": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_left_messages_id_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_left_messages_id_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_left_messages_id_upload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_patients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_patients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPatient"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_patients_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    patch_patients_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatientEdit"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatientView"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_places: {
        parameters: {
            query?: {
                /** @description look among this province's communes */
                province?: string;
                /** @description part of the name, with or without marks */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlacesFound"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_push_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PushKey"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_push_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSubscription"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscribed"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_push_unsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Unsubscribe"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_staff_phone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StaffPhone"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_staff_reidentify_account_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_staff_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffMember"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_staff_roles_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceStatus"];
                };
            };
            400: components["responses"]["Invalid"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    get_triage_sets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetList"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unidentified"];
            403: components["responses"]["Denied"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
}
