import type { Finding } from '../../shared/domain/doctor.ts';
import { examineAll, type OnFinding, type Patient } from './examination.ts';
import { fleetlabExaminations, type FleetlabParts } from './fleetlab.ts';
import { programExaminations } from './programs.ts';
import { machineExaminations, type Places } from './this-machine.ts';

export type DoctorOptions = FleetlabParts & Places;

/** Looks at all that a class needs, and gives each finding as it comes. Never rejects; takes a few seconds. */
export function examine(patient: Patient, options: DoctorOptions, onFinding?: OnFinding): Promise<Finding[]> {
  const examinations = [
    ...programExaminations(patient),
    ...machineExaminations(patient, options),
    ...fleetlabExaminations(patient, options),
  ];
  return examineAll(examinations, onFinding === undefined ? {} : { onFinding });
}
