import type { WorkbenchTab } from '../../shared/course/course.ts';

export const workbenchTabs: readonly { id: WorkbenchTab; name: string }[] = [
  { id: 'device', name: 'Device' },
  { id: 'network', name: 'Network' },
  { id: 'lifecycle', name: 'Lifecycle' },
  { id: 'volumes', name: 'Volumes' },
  { id: 'layers', name: 'Layers' },
  { id: 'files', name: 'Files' },
  { id: 'requests', name: 'Requests' },
];
