/** In bytes: sun_path in unix(7), less the byte that ends it. The kernel would cut a longer one, and nobody find the socket. */
export const longestSocketPath = 107;
