#include <stdio.h>
#include <unistd.h>

int main(void) {
  puts("Hello from a very small world!");
  /* Without a terminal, output stays in the buffer until it is flushed. */
  fflush(stdout);
  while (1) {
    sleep(3600);
  }
}
