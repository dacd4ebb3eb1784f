// Of libsodium: what passwords are kept with.
#include <sodium/core.h>
#include <sodium/crypto_pwhash_argon2id.h>
