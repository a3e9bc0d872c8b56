import { Component, type ReactNode } from 'react';

interface PageFaultProps {
  readonly title: string;
  readonly again: string;
  readonly children: ReactNode;
}

/** Keeps a fault of one page (or a page that could not be loaded) from taking the frame with it: says so, offers to load again. */
export class PageFault extends Component<PageFaultProps, { fault: string | null }> {
  override state: { fault: string | null } = { fault: null };

  static getDerivedStateFromError(cause: unknown): { fault: string } {
    return { fault: cause instanceof Error ? cause.message : String(cause) };
  }

  override render(): ReactNode {
    if (this.state.fault === null) return this.props.children;
    return (
      <div className="page-fault" role="alert">
        <h1>{this.props.title}</h1>
        <p>{this.state.fault}</p>
        <button type="button" onClick={() => window.location.reload()}>
          {this.props.again}
        </button>
      </div>
    );
  }
}
