/* How the C interface is declared to each compiler. It includes nothing.
 *
 *   LAMELLA_API              the function is exported (LAMELLA_BUILD: this is the library itself;
 *                            LAMELLA_STATIC: it is linked statically)
 *   LAMELLA_CHECK            the result must not be ignored
 *   LAMELLA_NULLABLE         the pointer may be null; all others may not
 *   LAMELLA_BEGIN, _END      around the declarations of a header
 */
#ifndef LAMELLA_EXPORT_H_
#define LAMELLA_EXPORT_H_

#if defined(_WIN32) && defined(LAMELLA_BUILD)
#define LAMELLA_API __declspec(dllexport)
#elif defined(_WIN32) && !defined(LAMELLA_STATIC)
#define LAMELLA_API __declspec(dllimport)
#elif defined(__GNUC__)
#define LAMELLA_API __attribute__((visibility("default")))
#else
#define LAMELLA_API
#endif

#if defined(__GNUC__)
#define LAMELLA_CHECK __attribute__((warn_unused_result))
#else
#define LAMELLA_CHECK
#endif

#ifdef __cplusplus
#define LAMELLA_EXTERN_C_BEGIN extern "C" {
#define LAMELLA_EXTERN_C_END }
#else
#define LAMELLA_EXTERN_C_BEGIN
#define LAMELLA_EXTERN_C_END
#endif

/* Swift reads nullability from clang's annotations; -pedantic calls them an extension. */
#if defined(__clang__)
#define LAMELLA_NULLABLE _Nullable
#define LAMELLA_BEGIN                                                 \
  LAMELLA_EXTERN_C_BEGIN _Pragma("clang diagnostic push")             \
      _Pragma("clang diagnostic ignored \"-Wnullability-extension\"") \
          _Pragma("clang assume_nonnull begin")
#define LAMELLA_END \
  _Pragma("clang assume_nonnull end") _Pragma("clang diagnostic pop") LAMELLA_EXTERN_C_END
#else
#define LAMELLA_NULLABLE
#define LAMELLA_BEGIN LAMELLA_EXTERN_C_BEGIN
#define LAMELLA_END LAMELLA_EXTERN_C_END
#endif

#endif /* LAMELLA_EXPORT_H_ */
