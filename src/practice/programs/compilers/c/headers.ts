/** The C library's headers, as far as the practice device has the functions behind them. */
const stddef = `
typedef unsigned long size_t; typedef long ssize_t; typedef long ptrdiff_t; typedef int wchar_t;
`;
const stdint = `
typedef signed char int8_t; typedef short int16_t; typedef int int32_t; typedef long int64_t;
typedef unsigned char uint8_t; typedef unsigned short uint16_t; typedef unsigned int uint32_t; typedef unsigned long uint64_t;
typedef long intptr_t; typedef unsigned long uintptr_t; typedef long intmax_t; typedef unsigned long uintmax_t;
`;
const limits = `
#define CHAR_BIT 8
#define CHAR_MIN (-128)
#define CHAR_MAX 127
#define SCHAR_MIN (-128)
#define SCHAR_MAX 127
#define UCHAR_MAX 255
#define SHRT_MIN (-32768)
#define SHRT_MAX 32767
#define USHRT_MAX 65535
#define INT_MAX 2147483647
#define INT_MIN (-INT_MAX - 1)
#define UINT_MAX 4294967295U
#define LONG_MAX 9223372036854775807L
#define LONG_MIN (-LONG_MAX - 1L)
#define ULONG_MAX 18446744073709551615UL
#define INT32_MAX INT_MAX
#define INT64_MAX LONG_MAX
#define UINT32_MAX UINT_MAX
#define SIZE_MAX ULONG_MAX
`;
const nothing = '\n#define NULL ((void *)0)\n';
const types = `${stddef} typedef int pid_t; typedef unsigned int uid_t; typedef long off_t; typedef unsigned int useconds_t; typedef long time_t; typedef long clock_t;`;

export const headers: Readonly<Record<string, string>> = {
  'stddef.h': stddef + nothing,
  'stdint.h': stdint + limits,
  'inttypes.h': `${stdint}${limits}
#define PRId64 "ld"
#define PRIu64 "lu"
#define PRIx64 "lx"
#define PRId32 "d"
#define PRIu32 "u"
`,
  'limits.h': limits,
  'stdbool.h': '\n#define bool _Bool\n#define true 1\n#define false 0\n',
  'sys/types.h': types,
  'ctype.h':
    'int isalpha(int); int isdigit(int); int isalnum(int); int isspace(int); int isupper(int); int islower(int); int ispunct(int); int isxdigit(int); int isprint(int); int toupper(int); int tolower(int);',
  'stdio.h': `${types}${nothing}
typedef struct _IO_FILE { int number; } FILE;
extern FILE *stdin; extern FILE *stdout; extern FILE *stderr;
#define stdin stdin
#define stdout stdout
#define stderr stderr
#define EOF (-1)
#define BUFSIZ 8192
#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2
int printf(const char *, ...); int fprintf(FILE *, const char *, ...); int sprintf(char *, const char *, ...);
int snprintf(char *, size_t, const char *, ...); int puts(const char *); int putchar(int); int fputs(const char *, FILE *);
int putc(int, FILE *); int fputc(int, FILE *); int fflush(FILE *); int setvbuf(FILE *, char *, int, size_t); void setbuf(FILE *, char *);
int getchar(void); int fgetc(FILE *); int getc(FILE *); char *fgets(char *, int, FILE *); void perror(const char *);
size_t fwrite(const void *, size_t, size_t, FILE *); int feof(FILE *);
`,
  'stdlib.h': `${stddef}${nothing}
#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 2147483647
void exit(int); void _Exit(int); void abort(void); int atexit(void (*)(void)); void *malloc(size_t); void *calloc(size_t, size_t); void *realloc(void *, size_t); void free(void *);
int atoi(const char *); long atol(const char *); double atof(const char *); long strtol(const char *, char **, int);
unsigned long strtoul(const char *, char **, int); double strtod(const char *, char **);
int rand(void); void srand(unsigned int); int abs(int); long labs(long); char *getenv(const char *);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
`,
  'string.h': `${stddef}${nothing}
size_t strlen(const char *); char *strcpy(char *, const char *); char *strncpy(char *, const char *, size_t); char *strcat(char *, const char *);
char *strncat(char *, const char *, size_t); int strcmp(const char *, const char *); int strncmp(const char *, const char *, size_t); char *strchr(const char *, int);
char *strrchr(const char *, int); char *strstr(const char *, const char *); char *strdup(const char *); void *memcpy(void *, const void *, size_t);
void *memmove(void *, const void *, size_t); void *memset(void *, int, size_t); int memcmp(const void *, const void *, size_t);
char *strerror(int); char *strtok(char *, const char *);
`,
  'unistd.h': `${types}${nothing}
#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
unsigned int sleep(unsigned int); int usleep(useconds_t); pid_t getpid(void); pid_t getppid(void); uid_t getuid(void); int pause(void);
ssize_t write(int, const void *, size_t); void _exit(int); int gethostname(char *, size_t); int isatty(int);
`,
  'signal.h': `
typedef void (*sighandler_t)(int); typedef int sig_atomic_t;
#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGABRT 6
#define SIGKILL 9
#define SIGUSR1 10
#define SIGSEGV 11
#define SIGUSR2 12
#define SIGTERM 15
#define SIG_DFL ((sighandler_t)0)
#define SIG_IGN ((sighandler_t)1)
sighandler_t signal(int, sighandler_t); int raise(int);
`,
  'time.h': `${types}${nothing}
#define CLOCKS_PER_SEC 1000000L
time_t time(time_t *); clock_t clock(void); double difftime(time_t, time_t);
`,
  'math.h': `
#define M_PI 3.14159265358979323846
double sqrt(double); double pow(double, double); double sin(double); double cos(double); double tan(double); double floor(double); double ceil(double);
double fabs(double); double log(double); double log10(double); double exp(double); double fmod(double, double); double round(double); double atan(double); double atan2(double, double);
`,
  'errno.h': 'extern int errno;\n#define ENOENT 2\n#define EINTR 4\n#define ENOMEM 12\n#define EINVAL 22\n',
  'assert.h':
    'void __practice_assert(const char *, const char *, int);\n#define assert(x) ((x) ? (void)0 : __practice_assert(#x, __FILE__, __LINE__))\n',
};
