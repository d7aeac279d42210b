"""Who is cared for: patients, the people who may act for them, consents."""
