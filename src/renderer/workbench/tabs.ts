import type { WorkbenchTab } from '../../shared/course/course.ts';

export const workbenchTabs: readonly { id: WorkbenchTab; name: string }[] = [
  { id: 'device', name: 'Device' },
  { id: 'files', name: 'Files' },
];
