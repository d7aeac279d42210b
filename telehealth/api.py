"""The whole route table at a glance. Handlers live in each domain's routes.py."""

from telehealth.endpoint import Route

ROUTES: list[Route] = []
