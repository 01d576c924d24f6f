#ifndef SWEEP_COPENSSL_SHIM_H
#define SWEEP_COPENSSL_SHIM_H
#include <openssl/evp.h>
#endif
