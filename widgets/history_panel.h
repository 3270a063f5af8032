#pragma once

#include <QUndoView>

namespace phiscope {

class AppTheme;
class Document;

/// The steps of the open scene since it was opened; a click goes to one. The disk marks what is in the file.
class HistoryPanel : public QUndoView {
    Q_OBJECT
public:
    HistoryPanel(Document* document, AppTheme* theme, QWidget* parent = nullptr);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    Document* document_;
};

} // namespace phiscope
