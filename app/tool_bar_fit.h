#pragma once

#include <QObject>
#include <QPointer>

#include <vector>

class QToolBar;
class QToolButton;

namespace phiscope {

/// Keeps all of a tool bar's buttons in sight: where there is no room for their words, the first of `worded`
/// show only their signs, as many as are needed.
class ToolBarFit : public QObject {
    Q_OBJECT
public:
    ToolBarFit(QToolBar* bar, std::vector<QToolButton*> worded, QObject* parent);

    void fit();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QPointer<QToolBar> bar_;
    std::vector<QToolButton*> worded_;
};

} // namespace phiscope
