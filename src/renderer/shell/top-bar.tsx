import {
  ChevronDown,
  ChevronRight,
  CircleQuestionMark,
  Clock,
  Maximize,
  Minimize,
  Monitor,
  Moon,
  Presentation,
  Search,
  Sun,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { IconButton, WithTip } from '../components/icon-button.tsx';
import { Menu, MenuChoice } from '../components/menu.tsx';
import { minutesLeft } from '../state/course-position.ts';
import { useFacts, useModel, usePlace, useSelect } from '../state/model-context.tsx';
import { EnvironmentPill } from './environment-pill.tsx';
import { Mark } from './mark.tsx';
import { modKey } from './platform.ts';
import { useFullScreen } from './use-full-screen.ts';

export function TopBar(): ReactElement {
  const model = useModel();
  const course = useFacts((facts) => facts.course);
  const progress = useFacts((facts) => facts.progress);
  const kind = useFacts((facts) => facts.environment.kind);
  const { section } = usePlace();
  const minutes = minutesLeft(course, progress);
  return (
    <header className="top-bar" style={{ borderTopColor: `var(--band-${kind})` }}>
      <Mark />
      <p className="top-path">
        <CourseName />
        <ChevronRight aria-hidden className="top-arrow" />
        <span className="top-section">
          {section.number} {section.title}
        </span>
      </p>
      <span className="help-space" />
      <EnvironmentPill />
      <WithTip tip="An estimate for the steps that are not done yet">
        <span className="top-minutes" tabIndex={0} role="note">
          <Clock aria-hidden /> {minutes === 0 ? 'all done' : `${minutes} min left`}
        </span>
      </WithTip>
      <div className="top-tools">
        <IconButton
          label="Search and commands"
          tip={`Search and commands (${modKey}+K)`}
          onClick={() => model.screen.setState({ overlay: 'palette' })}
        >
          <Search aria-hidden />
        </IconButton>
        <ThemeMenu />
        <IconButton label="Presenter mode" tip="Presenter mode (Alt+P)" onClick={() => model.screen.setState({ isPresenting: true })}>
          <Presentation aria-hidden />
        </IconButton>
        <FullScreenButton />
        <IconButton label="Keyboard map" tip="Keyboard map (?)" onClick={() => model.screen.setState({ overlay: 'shortcuts' })}>
          <CircleQuestionMark aria-hidden />
        </IconButton>
      </div>
    </header>
  );
}

/** The class's name; where there are several, it opens their list. */
function CourseName(): ReactElement {
  const model = useModel();
  const course = useFacts((facts) => facts.course);
  const courses = useFacts((facts) => facts.courses);
  if (courses.length < 2) return <span className="top-course">{course.title}</span>;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="top-course top-course-button" aria-label={`Class: ${course.title}`}>
          {course.title}
          <ChevronDown aria-hidden />
        </button>
      }
    >
      <MenuChoice
        label="Class"
        value={course.id}
        onChange={(id) => void model.chooseCourse(id)}
        options={courses.map(({ id, title, minutes }) => ({ value: id, label: `${title}, ${minutes} min` }))}
      />
    </Menu>
  );
}

function ThemeMenu(): ReactElement {
  const model = useModel();
  const theme = useSelect(model.layout.store, (state) => state.theme);
  return (
    <Menu
      trigger={
        <button type="button" className="icon-button" aria-label="Theme">
          {theme === 'dark' ? <Moon aria-hidden /> : theme === 'light' ? <Sun aria-hidden /> : <Monitor aria-hidden />}
        </button>
      }
    >
      <MenuChoice
        label="Theme"
        value={theme}
        onChange={(next) => model.layout.change({ theme: next })}
        options={[
          { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
          { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
          { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
        ]}
      />
    </Menu>
  );
}

function FullScreenButton(): ReactElement {
  const [isFull, toggle] = useFullScreen();
  return (
    <IconButton label={isFull ? 'Leave full screen' : 'Full screen'} onClick={toggle}>
      {isFull ? <Minimize aria-hidden /> : <Maximize aria-hidden />}
    </IconButton>
  );
}
