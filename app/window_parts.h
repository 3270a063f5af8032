#pragma once

namespace phiscope {

class AppTheme;
class ChecksPanel;
class ComparePanel;
class CsdPanel;
class Document;
class HeadPanel;
class LogPanel;
class NoticeBar;
class PropertyPanel;
class RunsPanel;
class SceneTree;
class SegmentSelection;
class Settings;
class SignalsPanel;
class SimulationController;
class SliceStore;
class SpectrumPanel;
class TimeCursor;
class Timeline;
class View3D;

/// What the window is made of, for the helpers that connect it. Owned by the window.
struct WindowParts {
    Settings* settings = nullptr;
    AppTheme* theme = nullptr;
    Document* document = nullptr;
    SegmentSelection* chosen = nullptr; ///< segments of the cell
    SimulationController* controller = nullptr;
    SliceStore* slices = nullptr;
    TimeCursor* cursor = nullptr;
    View3D* view = nullptr; ///< null where there is no OpenGL
    SignalsPanel* signalsPanel = nullptr;
    HeadPanel* headPanel = nullptr;
    CsdPanel* csd = nullptr;
    SpectrumPanel* spectrum = nullptr;
    ComparePanel* compare = nullptr;
    RunsPanel* runs = nullptr;
    Timeline* timeline = nullptr;
    SceneTree* tree = nullptr;
    PropertyPanel* properties = nullptr;
    NoticeBar* notices = nullptr;
    LogPanel* log = nullptr;
    ChecksPanel* checks = nullptr;
};

} // namespace phiscope
