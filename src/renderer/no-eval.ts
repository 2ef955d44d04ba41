import { config } from 'zod';

// Imported first of all: a schema asks when it is made whether it may compile code. The page's policy forbids it, and a browser that is asked
// tells the user so (Firefox prints an error).
config({ jitless: true });
