// Loaded into every process that `npm start` starts: if that is killed without a chance to stop them, they stop themselves.
process.channel?.unref();
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
