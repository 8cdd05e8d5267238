export * from './http.adapter.js';
export * from './watched-files.js';
