// Vite turns an imported style sheet into a <link>; TypeScript only needs to know that it exists.
declare module '*.css';
