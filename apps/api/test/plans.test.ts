import { testPlans } from './plans.ts';

// one account of 20,000 todos among 200,000
testPlans(10);
