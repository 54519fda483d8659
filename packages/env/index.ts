export { EnvironmentError, readEnvironment } from './src/read-environment.ts';
export {
  databaseUrl,
  email,
  emailPattern,
  flag,
  logLevel,
  poolSize,
  port,
  publicUrl,
  smtpUrl,
} from './src/variables.ts';
