/**
 * The texts of the modules that are here. Each brings its own: the build writes them into it out of the catalogue
 * (build/messages.ts), so that nothing waits for the texts of another screen.
 */
export const catalogue: Record<string, string> = {};
