"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class SigningArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 12 MiB, three passes, one lane: one of the equal settings in OWASP's Password Storage Cheat Sheet.

    A password is asked for at every signature, and a whole committee signs in the same minute. Argon2id is hard to
    guess because of the memory it fills, so it stays strong at a tenth of the processor time that Django's default
    needs; see ADR 0010.
    """

    time_cost = 3
    memory_cost = 12 * 1024
    parallelism = 1
