/**
 * How the commands are called: their words and options, by whom they are for. Each command is loaded when it is called, and
 * so are the clients of the clouds.
 */
export {};
