#pragma once

#include "model/scene/scene.h"

#include <QString>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <memory>
#include <string>
#include <vector>

class QMenu;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace phiscope {

class AppTheme;
class Document;

/// Numbers of the scene within reach: each a slider between two ends, and everything follows while it is
/// dragged. A drag is one step of undo. The scene keeps its knobs.
///
/// Parts for tests: addKnob, and of each knob "knob-N": its id with Name, Slider, Value, Low, High, Log,
/// Back, Sweep, Remove behind it.
class KnobsPanel : public QWidget {
    Q_OBJECT
public:
    KnobsPanel(Document* document, AppTheme* theme, QWidget* parent = nullptr);
    ~KnobsPanel() override;

    /// A knob for a number of an object with a range around its value; where there is one already, that one
    /// takes the keyboard.
    void add(const QString& object, const QString& key);

    QSize sizeHint() const override { return {560, 200}; }

Q_SIGNALS:
    void sweepRequested(const QString& knob);

private:
    struct Row;
    QWidget* makeEmpty();
    QToolButton* makeAddButton();
    void fillMenu(QMenu& menu);
    void rebuild();
    void refresh();
    void addRow(const Knob& knob);
    void turn(const std::string& id, double value);
    void change(const std::string& id, const QString& text, const std::function<void(Knob&)>& edit);
    void remove(const std::string& id);

    Document* document_;
    AppTheme* theme_;
    QStackedWidget* pages_;
    QVBoxLayout* column_ = nullptr; ///< of the rows
    std::vector<std::unique_ptr<Row>> rows_;
    std::string turning_; ///< the knob by which the scene changes now
};

} // namespace phiscope
