// The door to instructions that Swift has no words for. Only the rooms Messages and Recording open it. Each function has a
// plain twin in Swift, for processors that do not know the instructions, and for the tests to compare.
#ifndef LUOVA_CPROCESSOR_SHIM_H
#define LUOVA_CPROCESSOR_SHIM_H

#include <stddef.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

/// Whether this processor has the SHA instructions, and those that put their operands in order.
static inline int luova_has_sha256(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & (1u << 9)) || !(c & (1u << 19))) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29));
}

/// Adds blocks of 64 bytes to the eight words of a SHA-256 (FIPS 180-4, section 6.2.2), by the
/// processor's own instructions: two rounds at a time, on the words ABEF and CDGH.
__attribute__((target("sha,sse4.1,ssse3")))
static inline void luova_sha256(uint32_t *state, const uint32_t *constants, const uint8_t *bytes, size_t blocks) {
    // The message's words have their highest byte first.
    const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i dcba = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)state), 0xB1);
    __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)(state + 4)), 0x1B);
    __m128i abef = _mm_alignr_epi8(dcba, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, dcba, 0xF0);
    for (; blocks > 0; blocks--, bytes += 64) {
        const __m128i old_abef = abef, old_cdgh = cdgh;
        __m128i words[4];
        for (int i = 0; i < 4; i++)
            words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i)), order);
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) {
            const __m128i sum = _mm_add_epi32(
                words[i & 3], _mm_loadu_si128((const __m128i *)(const void *)(constants + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
            if (i >= 12) continue;
            // The four words that are needed sixteen words later.
            const __m128i last = words[(i + 3) & 3];
            __m128i next = _mm_sha256msg1_epu32(words[i & 3], words[(i + 1) & 3]);
            next = _mm_add_epi32(next, _mm_alignr_epi8(last, words[(i + 2) & 3], 4));
            words[i & 3] = _mm_sha256msg2_epu32(next, last);
        }
        abef = _mm_add_epi32(abef, old_abef);
        cdgh = _mm_add_epi32(cdgh, old_cdgh);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/// Whether this processor has the instructions for CRC-32C.
static inline int luova_has_crc32c(void) {
    unsigned a, b, c, d;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & (1u << 20));
}

/// Adds bytes to a CRC-32C (Castagnoli), eight at a time, by the processor's own instructions.
__attribute__((target("sse4.2")))
static inline uint32_t luova_crc32c(uint32_t value, const uint8_t *bytes, size_t count) {
    uint64_t wide = value;
    for (; count >= 8; count -= 8, bytes += 8) {
        uint64_t word;
        __builtin_memcpy(&word, bytes, 8);
        wide = _mm_crc32_u64(wide, word);
    }
    value = (uint32_t)wide;
    for (; count > 0; count--, bytes++) value = _mm_crc32_u8(value, *bytes);
    return value;
}
#else
static inline int luova_has_crc32c(void) { return 0; }
static inline uint32_t luova_crc32c(uint32_t value, const uint8_t *bytes, size_t count) {
    (void)bytes, (void)count;
    return value;
}
static inline int luova_has_sha256(void) { return 0; }
static inline void luova_sha256(uint32_t *state, const uint32_t *constants, const uint8_t *bytes, size_t blocks) {
    (void)state, (void)constants, (void)bytes, (void)blocks;
}
#endif

#endif
